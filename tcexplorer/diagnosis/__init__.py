"""Why a call failed: an error code explained, a message read, a request examined."""
