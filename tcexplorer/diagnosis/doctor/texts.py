"""What each fault is called, and how to mend it; the order is the order of preference among equal explanations."""

from __future__ import annotations

from typing import NamedTuple

from tcexplorer.diagnosis.doctor import snippets


class Text(NamedTuple):
    """A fault in words. `code` has the line that is right, by language, where one line helps."""

    title: str
    fix: str
    code: tuple[tuple[str, str], ...] = ()


TEXTS: dict[str, Text] = {
    # what is seen first
    "header-missing": Text("A header that every request must have is missing", "Send it."),
    "timestamp-milliseconds": Text(
        "The timestamp is in milliseconds", "Take whole seconds since 1970: ten digits.", snippets.SECONDS
    ),
    "timestamp-malformed": Text(
        "X-TC-Timestamp is not a number of seconds",
        "Send whole seconds since 1970 in decimal digits.",
        snippets.SECONDS,
    ),
    "authorization-malformed": Text(
        "Authorization is not written as it must be",
        "Write TC3-HMAC-SHA256 Credential=SecretId/date/service/tc3_request, SignedHeaders=names, Signature=hex"
        " with exactly these separators.",
    ),
    "date-not-utc": Text(
        "The date in the scope is not the UTC date of the timestamp",
        "Derive the date from the timestamp that is sent, in UTC, as YYYY-MM-DD, once, for scope and key.",
        snippets.UTC_DATE,
    ),
    "scope-service-wrong": Text(
        "The service in the scope is not the one of the host",
        "Use the first label of the host as the service, in the scope and in the key.",
    ),
    "scope-malformed": Text(
        "The credential scope is not date/service/tc3_request",
        "Make the scope of exactly three parts, date/service/tc3_request; there is no region in it.",
    ),
    "signature-uppercase": Text(
        "The signature is in upper case", "Write the signature in lower-case hex digits.", snippets.SIGNATURE
    ),
    "signature-base64": Text(
        "The signature is in base64",
        "Write the signature of TC3 in lower-case hex digits; base64 is of v1.",
        snippets.SIGNATURE,
    ),
    # the key
    "key-whitespace": Text(
        "The SecretKey was used with blanks or a line end around it",
        "Strip the key where it is read; a file that ends with a line end gives one to the key.",
        snippets.STRIP_KEY,
    ),
    "key-quoted": Text(
        "The SecretKey was used with quotation marks around it",
        "Take the quotation marks off where the key is read; an .ini or env file keeps them.",
    ),
    "key-empty": Text(
        "No SecretKey was used", "Find out why the program reads no key: an unset variable, a file in another place."
    ),
    "key-is-secret-id": Text(
        "The SecretId was used as the key", "Sign with the SecretKey; the SecretId only goes into Credential."
    ),
    "key-base64-encoded": Text(
        "The base64 of the SecretKey was used as the key",
        "Decode the value before it is used: in a Secret of Kubernetes data holds base64, stringData text.",
    ),
    "key-base64-decoded": Text(
        "The SecretKey was decoded from base64, which it is not",
        "Use the SecretKey as it is: it only looks like base64. Put it into stringData, or encode it once for data.",
    ),
    "key-without-prefix": Text(
        "The key was used without the prefix TC3",
        'Put "TC3" directly before the SecretKey for the first HMAC.',
        snippets.PREFIX,
    ),
    "key-with-prefix": Text(
        "The key of a v1 signature was used with the prefix TC3", "Sign v1 with the bare SecretKey; TC3 has the prefix."
    ),
    "derive-sha1": Text("SHA-1 was used instead of SHA-256", "Make every HMAC of TC3 with SHA-256; SHA-1 is of v1."),
    "derive-args-swapped": Text(
        "Key and message changed places in an HMAC",
        "Look up the order of the arguments: TC3 plus the key is the first key, the date its message.",
        snippets.RAW_DIGEST,
    ),
    "derive-hex-intermediate": Text(
        "A derived key was passed on as text instead of raw bytes",
        "Hand the raw bytes of each HMAC to the next; only the signature is written in hex.",
        snippets.RAW_DIGEST,
    ),
    "derive-nul-truncated": Text(
        "A derived key was cut at its first NUL byte",
        "Hand each derived key on with its length: text functions (strlen, %s, a C string) end it at a NUL byte.",
        snippets.RAW_DIGEST,
    ),
    "derive-nul-dropped": Text(
        "A derived key lost its NUL bytes",
        "Keep derived keys out of shell variables, which drop NUL bytes: pass them on in hex (-macopt hexkey:…).",
        snippets.RAW_DIGEST,
    ),
    "derive-order": Text(
        "The key was derived in another order", "Derive from the date, then the service, then tc3_request."
    ),
    "derive-step-missing": Text(
        "A step of deriving the key is missing", "Derive in three steps: date, service, tc3_request."
    ),
    "derive-step-extra": Text(
        "The key was derived in more steps than three", "Derive in three steps: date, service, tc3_request."
    ),
    "derive-terminator-wrong": Text(
        "The last step of deriving the key used another word", "Make the last step with the text tc3_request."
    ),
    "derive-hash-wrong": Text("An HMAC was made with another hash", "Make every HMAC with SHA-256."),
    # the body
    "body-hash-empty": Text(
        "The hash of an empty body was signed", "Hash the bytes of the body that is sent, after they are final."
    ),
    "body-hash-uppercase": Text(
        "The payload hash is in upper case", "Write the payload hash in lower-case hex digits.", snippets.LOWER_HEX
    ),
    "body-not-hashed": Text(
        "The body stands in place of its hash",
        "End the canonical request with the SHA-256 of the body, in hex.",
        snippets.LOWER_HEX,
    ),
    "body-reserialised": Text(
        "The body that was signed is not the body that was sent",
        "Serialise once, keep the bytes, and hash and send those.",
        snippets.ONE_BODY,
    ),
    "unsigned-payload-undeclared": Text(
        "UNSIGNED-PAYLOAD was signed without being declared",
        "Send the header X-TC-Content-SHA256: UNSIGNED-PAYLOAD, or hash the body.",
    ),
    "unsigned-payload-not-signed": Text(
        "UNSIGNED-PAYLOAD is declared, but the body was signed",
        "Hash the text UNSIGNED-PAYLOAD instead of the body, or leave the header X-TC-Content-SHA256 out.",
    ),
    "body-hash-wrong": Text(
        "The payload hash was made in another way",
        "Hash the body once with SHA-256 and write its lower-case hex digits, and nothing else.",
        snippets.LOWER_HEX,
    ),
    "body-in-get": Text(
        "A payload was hashed for a GET", "Hash nothing for a GET: the payload hash is that of an empty text."
    ),
    # the headers
    "content-type-changed": Text(
        "The content type that was signed is not the one that was sent",
        "Set Content-Type yourself, to the text that was signed; HTTP libraries append a charset.",
        snippets.CONTENT_TYPE,
    ),
    "host-changed": Text(
        "The host that was signed is not the one that was sent",
        "Sign exactly the Host header that leaves: no scheme, no slash, a port only where it is sent.",
    ),
    "header-value-case": Text(
        "Values of canonical headers are not in lower case", "Write the values of the canonical headers in lower case."
    ),
    "header-name-case": Text(
        "Names of signed headers are not in lower case",
        "Write the names in lower case, in the canonical headers and in SignedHeaders.",
    ),
    "header-untrimmed": Text(
        "Canonical headers have blanks that do not belong there",
        "Write each as name:value, the value without blanks around it and none after the colon.",
    ),
    "headers-unsorted": Text(
        "The signed headers are not in ASCII order",
        "Sort the names: content-type before host, in the canonical headers, in the list, and in Authorization.",
    ),
    "missing-blank-line": Text(
        "The empty line after the canonical headers is missing",
        "End every canonical header with a newline, the last one too, and put one more before the list.",
    ),
    "extra-blank-line": Text(
        "There is one empty line too many after the canonical headers",
        "End every canonical header with one newline and put one more before the list.",
    ),
    "signed-headers-mismatch": Text(
        "SignedHeaders is not the list that was signed",
        "Build the list once and use it for the canonical headers, the canonical request and Authorization.",
    ),
    "signed-headers-incomplete": Text(
        "SignedHeaders lacks a header that must always be signed", "Sign content-type and host at least."
    ),
    "header-separator-wrong": Text(
        "Name and value of canonical headers are not separated by a colon", "Write each as name:value."
    ),
    # the request line
    "query-in-post": Text(
        "A query string was signed for a POST", "Leave the third line of the canonical request empty for a POST."
    ),
    "query-changed": Text(
        "The query that was signed is not the one that was sent",
        "Build the query once, encoded, and both sign and send that text.",
    ),
    "method-changed": Text(
        "The method that was signed is not the one that was sent", "Sign the method of the request, in upper case."
    ),
    "uri-not-root": Text("The path that was signed is not /", "Make the second line of the canonical request a /."),
    # how it is put together
    "crlf-line-endings": Text(
        "Lines end with CRLF instead of LF", 'Join the lines with "\\n" alone, whatever the system\'s line end is.'
    ),
    "canonical-not-hashed": Text(
        "The canonical request itself stands in the string to sign",
        "End the string to sign with the SHA-256 of the canonical request, in hex.",
        snippets.LOWER_HEX,
    ),
    "canonical-trailing-newline": Text(
        "A newline follows the canonical request",
        "End the canonical request with the payload hash, without a newline.",
        snippets.NO_NEWLINE,
    ),
    "canonical-hash-uppercase": Text(
        "The hash of the canonical request is in upper case", "Write it in lower-case hex digits.", snippets.LOWER_HEX
    ),
    "string-to-sign-trailing-newline": Text(
        "A newline follows the string to sign",
        "End the string to sign with the hash, without a newline.",
        snippets.NO_NEWLINE,
    ),
    "algorithm-line-wrong": Text(
        "The first line of the string to sign is not TC3-HMAC-SHA256", "Begin the string to sign with TC3-HMAC-SHA256."
    ),
    "string-to-sign-order": Text(
        "The lines of the string to sign are in another order",
        "Order them: algorithm, timestamp, scope, hash of the canonical request.",
    ),
    "string-to-sign-line-missing": Text(
        "A line of the string to sign is missing",
        "Give it four lines: algorithm, timestamp, scope, hash of the canonical request.",
    ),
    "canonical-hash-wrong": Text(
        "The hash of the canonical request was made in another way",
        "Hash the canonical request once with SHA-256 and write its lower-case hex digits, and nothing else.",
        snippets.LOWER_HEX,
    ),
    "string-to-sign-hashed": Text(
        "The string to sign was hashed before it was signed",
        "Hand the string to sign itself to the last HMAC; only body and canonical request are hashed.",
        snippets.SIGNATURE,
    ),
    "canonical-changed": Text(
        "Another canonical request was hashed than the one expected",
        "Print the canonical request as well, and give it with --canonical: it shows the line.",
    ),
    "canonical-leading-newline": Text("A newline stands before the canonical request", "Begin it with the method."),
    "line-ends-wrong": Text(
        "Lines are not separated by newlines",
        "Join the lines with the one character LF; within single quotes \\n is two characters in many languages.",
        (("PHP", '"POST\\n/\\n"    // double quotes'), ("Shell", "printf 'POST\\n/\\n'    # not echo")),
    ),
    "lines-indented": Text(
        "The lines of the canonical request are indented", "Build it by joining lines, not as an indented literal."
    ),
    "timestamp-changed": Text(
        "The timestamp that was signed is not the one that was sent",
        "Take the time once and use that value for the string to sign, the scope and X-TC-Timestamp.",
        snippets.SECONDS,
    ),
    # v1
    "v1-body-too-large": Text(
        "The body is larger than v1 takes", "Sign with TC3-HMAC-SHA256, which takes 10 MB; v1 takes 1 MB."
    ),
    "v1-signature-not-encoded": Text(
        "The signature was sent without URL encoding", "URL-encode the signature: its + arrived as a blank."
    ),
    "v1-double-encoded": Text("The parameters were URL-encoded twice", "Encode once, or leave it to the HTTP library."),
    "v1-algorithm-mismatch": Text(
        "The signature was made with another hash than SignatureMethod says",
        "Send SignatureMethod=HmacSHA256 when signing with SHA-256; without it HmacSHA1 is meant.",
    ),
    "v1-values-encoded": Text(
        "The values were signed URL-encoded", "Sign the values as they are, and encode them only for sending."
    ),
    "v1-sort-ignores-case": Text(
        "The parameters were sorted without regard to case", "Sort the names by ASCII: upper case before lower case."
    ),
    "v1-unsorted": Text(
        "The parameters were not signed in ASCII order", "Sort the parameters by name before joining them."
    ),
    "v1-source-incomplete": Text(
        "The source string lacks the method, the host or the path",
        "Begin the source string with method, host, path and a question mark: POSTcvm.tencentcloudapi.com/?",
    ),
    "v1-timestamp-changed": Text(
        "The timestamp that was signed is not the one that was sent",
        "Take the time once and use that value in the source string and in the request.",
        snippets.SECONDS,
    ),
    "v1-parameters-changed": Text(
        "The parameters that were signed are not those that were sent",
        "Sign the very pairs that are sent, and nothing else.",
    ),
    "v1-signature-hex": Text(
        "The signature is not written in base64 as v1 wants it",
        "Write the bytes of the HMAC in base64 with +, / and = at its end, and URL-encode that; hex is of TC3.",
        snippets.SIGNATURE_V1,
    ),
    # what is seen without a key
    "secret-id-whitespace": Text(
        "The SecretId has blanks or a line end around it", "Strip the SecretId where it is read."
    ),
    "secret-id-is-key": Text(
        "The SecretKey was sent as the SecretId",
        "Let SecretId and SecretKey change places, and replace the key: it has left the machine.",
    ),
    "secret-id-mismatch": Text(
        "The request names another SecretId than the credential has",
        "Send the SecretId that belongs to the key, or examine the request with the credential it was meant for.",
    ),
    "secret-id-unknown-kind": Text(
        "The SecretId is not that of a cloud API key",
        "Take the id from the API key page of CAM: it begins with AKID, on the international site with IKID.",
    ),
    "content-length-wrong": Text(
        "Content-Length is not the number of bytes of the body",
        "Count the bytes of the body as it is sent, in UTF-8, or leave the header to the HTTP library.",
        snippets.BYTES,
    ),
    "clock-skew": Text(
        "The timestamp is more than 300 seconds from the server's time",
        "Set the clock (NTP), and sign just before sending.",
        snippets.SECONDS,
    ),
    "token-missing": Text(
        "The credential is temporary, and its token is not sent", "Send the token as X-TC-Token (v1: Token)."
    ),
    "token-unexpected": Text(
        "A token is sent with a permanent credential", "Leave X-TC-Token out, or use the id and key issued with it."
    ),
    "token-changed": Text(
        "The token sent is not the credential's", "Take id, key and token from the same answer, and send it whole."
    ),
    "wrong-site": Text(
        "SecretId and host are of different sites",
        "Call hosts with .intl. with keys of the international site, and the others with keys of the domestic one.",
    ),
}
RANK = {fault: at for at, fault in enumerate(TEXTS)}
