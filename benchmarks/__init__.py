"""What Linli costs, one line a figure: ``python -m benchmarks`` (docs/benchmarks.md)."""
