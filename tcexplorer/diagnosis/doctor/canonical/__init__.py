"""The canonical request: request line, headers, payload and how they are joined, right and under mistakes."""
