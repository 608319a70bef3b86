"""Speed and memory beside peers, measured in one interleaved run: ``python -m benchmarks``."""
