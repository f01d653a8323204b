"""The line that is right, by language, for faults where one line helps."""

from __future__ import annotations

UTC_DATE = (
    ("Python", 'date = datetime.fromtimestamp(timestamp, timezone.utc).strftime("%Y-%m-%d")'),
    ("Go", 'date := time.Unix(timestamp, 0).UTC().Format("2006-01-02")'),
    ("Java", 'sdf.setTimeZone(TimeZone.getTimeZone("UTC"));'),
    ("Node", "const date = new Date(timestamp * 1000).toISOString().slice(0, 10)"),
    ("PHP", '$date = gmdate("Y-m-d", $timestamp);'),
    ("Shell", 'date=$(date -u -d "@$timestamp" +%F)    # macOS: date -u -r "$timestamp" +%F'),
)
SECONDS = (
    ("Python", "timestamp = int(time.time())"),
    ("Go", "timestamp := time.Now().Unix()"),
    ("Java", "long timestamp = System.currentTimeMillis() / 1000;"),
    ("Node", "const timestamp = Math.floor(Date.now() / 1000)"),
    ("PHP", "$timestamp = time();"),
    ("Shell", "timestamp=$(date +%s)"),
)
STRIP_KEY = (
    ("Python", 'key = os.environ["TENCENTCLOUD_SECRET_KEY"].strip()'),
    ("Go", 'key := strings.TrimSpace(os.Getenv("TENCENTCLOUD_SECRET_KEY"))'),
    ("Java", 'String key = System.getenv("TENCENTCLOUD_SECRET_KEY").trim();'),
    ("Node", "const key = process.env.TENCENTCLOUD_SECRET_KEY.trim()"),
    ("PHP", '$key = trim(getenv("TENCENTCLOUD_SECRET_KEY"));'),
    ("Shell", """key=$(printf %s "$TENCENTCLOUD_SECRET_KEY" | tr -d '[:space:]')"""),
)
PREFIX = (
    ("Python", 'k_date = hmac.new(("TC3" + key).encode(), date.encode(), hashlib.sha256).digest()'),
    ("Go", 'secretDate := hmacSha256(date, "TC3"+key)'),
    ("Java", 'byte[] secretDate = hmac256(("TC3" + key).getBytes(UTF_8), date);'),
    ("Node", "const kDate = crypto.createHmac('sha256', 'TC3' + key).update(date).digest()"),
    ("PHP", '$secretDate = hash_hmac("SHA256", $date, "TC3" . $key, true);'),
    ("Shell", """k_date=$(printf %s "$date" | openssl dgst -sha256 -hmac "TC3$key" | sed 's/^.* //')"""),
)
RAW_DIGEST = (
    ("Python", "hmac.new(key, message.encode(), hashlib.sha256).digest()    # hexdigest() only for the signature"),
    ("Go", "mac.Sum(nil)    // hex.EncodeToString only for the signature"),
    ("Java", "return mac.doFinal(message.getBytes(UTF_8));    // to hex only for the signature"),
    ("Node", "crypto.createHmac('sha256', key).update(message).digest()    // 'hex' only for the signature"),
    ("PHP", 'hash_hmac("SHA256", $message, $key, true)    // true: raw bytes'),
    ("Shell", 'printf %s "$message" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key"    # not -hmac "$key"'),
)
ONE_BODY = (
    ("Python", "body = json.dumps(params).encode()    # hash it, then send it: data=body, not json=params"),
    ("Go", "body, _ := json.Marshal(params)    // hash it, then send bytes.NewReader(body)"),
    ("Java", "byte[] body = gson.toJson(params).getBytes(UTF_8);    // hash these and send these"),
    ("Node", "const body = JSON.stringify(params)    // hash it and send it, not the object"),
    ("PHP", "$body = json_encode($params);    // hash it and send this very string"),
    ("Shell", """printf %s "$body" | openssl dgst -sha256    # not echo; send it with --data-binary "$body\""""),
)
CONTENT_TYPE = (
    ("Python", 'requests.post(url, data=body, headers={"Content-Type": content_type})'),
    ("Go", 'request.Header.Set("Content-Type", contentType)'),
    ("Java", "RequestBody.create(body, null)    // okhttp appends a charset to a media type with a String body"),
    ("Node", "headers: { 'Content-Type': contentType }    // axios: set it for this request"),
    ("PHP", '"Content-Type: " . $contentType    // in CURLOPT_HTTPHEADER, the text that was signed'),
    ("Shell", 'curl -H "Content-Type: $content_type" …    # -d alone sends application/x-www-form-urlencoded'),
)
LOWER_HEX = (
    ("Python", "hashlib.sha256(data).hexdigest()"),
    ("Go", "hex.EncodeToString(sum[:])    // not %X"),
    ("Java", "DatatypeConverter.printHexBinary(digest).toLowerCase()"),
    ("Node", "createHash('sha256').update(data).digest('hex')"),
    ("PHP", 'hash("SHA256", $data)'),
    ("Shell", """printf %s "$data" | openssl dgst -sha256 -hex | sed 's/^.* //'"""),
)
SIGNATURE = (
    ("Python", "hmac.new(signing_key, string_to_sign.encode(), hashlib.sha256).hexdigest()"),
    ("Go", "hex.EncodeToString(mac.Sum(nil))    // mac := hmac.New(sha256.New, signingKey), with stringToSign written"),
    ("Java", "DatatypeConverter.printHexBinary(hmac256(signingKey, stringToSign)).toLowerCase()"),
    ("Node", "createHmac('sha256', signingKey).update(stringToSign).digest('hex')"),
    ("PHP", 'hash_hmac("SHA256", $stringToSign, $signingKey)'),
    (
        "Shell",
        """printf %s "$string_to_sign" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" | sed 's/^.* //'""",
    ),
)
SIGNATURE_V1 = (
    ("Python", "base64.b64encode(hmac.new(key.encode(), source.encode(), hashlib.sha1).digest()).decode()"),
    ("Go", "base64.StdEncoding.EncodeToString(mac.Sum(nil))"),
    ("Java", "Base64.getEncoder().encodeToString(mac.doFinal(source.getBytes(UTF_8)))"),
    ("Node", "createHmac('sha1', key).update(source).digest('base64')    // neither 'hex' nor 'base64url'"),
    ("PHP", 'base64_encode(hash_hmac("sha1", $source, $key, true))    // true: raw bytes'),
    ("Shell", """printf %s "$source" | openssl dgst -sha1 -hmac "$key" -binary | base64"""),
)
BYTES = (
    ("Python", "str(len(body.encode()))"),
    ("Go", "strconv.Itoa(len(body))    // not utf8.RuneCountInString"),
    ("Java", "body.getBytes(UTF_8).length"),
    ("Node", "Buffer.byteLength(body)    // not body.length"),
    ("PHP", "strlen($body)    // not mb_strlen"),
    ("Shell", 'printf %s "$body" | wc -c    # not ${#body}'),
)
NO_NEWLINE = (
    ("Python", '"\\n".join(lines)    # no print into a file, and no line end at the end'),
    ("Shell", """printf %s "$text" | openssl dgst -sha256 -hex | sed 's/^.* //'    # not echo"""),
)
