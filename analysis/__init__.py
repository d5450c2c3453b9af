"""Helper package of the notebooks: plain functions over tables. See CONTRIBUTING.md."""
