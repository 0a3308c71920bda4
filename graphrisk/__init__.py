"""graphrisk compares what research applicants declared with what the public record shows, and asks."""

__version__ = "0.1.0"
