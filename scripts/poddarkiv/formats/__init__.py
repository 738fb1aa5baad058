"""Files that others read: transcripts and chapters as text. Values in, text out."""
