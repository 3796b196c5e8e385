"""Charts and cells: how results are drawn, in pages and notebooks."""
