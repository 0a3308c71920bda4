"""Who is who: organisations, listings and people, with grades, reasons and rejected alternatives."""
