"""The review database: runs, findings, decisions and the audit log."""
