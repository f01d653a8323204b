"""Who calls and whether they may: signature, key, token, address, permission."""

from tcexplorer.protocol.codes.model import CommonCode, Retry

AUTH = (
    CommonCode(
        "AuthFailure.InvalidAuthorization",
        "The Authorization header cannot be taken apart, so the signature in it was never compared.",
        (
            "The header does not begin with `TC3-HMAC-SHA256` and one blank.",
            "The Credential part is not SecretId/date/service/tc3_request; a region in it is another cloud's habit.",
            "Credential, SignedHeaders and Signature are not separated by a comma and a blank, or one is missing.",
            "An HTTP library or a proxy replaced the header with a Basic or Bearer one of its own.",
        ),
        (
            "Make the same call with `tcexplorer sign` and compare the two Authorization headers part by part.",
            "Log the header as it leaves the process, after all middleware has had its turn.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "AuthFailure.InvalidSecretId",
        "What was sent as SecretId is not the id of a cloud API key at all.",
        (
            "Another product's id was pasted: a captcha AppId, an IM SDKAppID, a bucket's AppId, an account number.",
            "SecretId and SecretKey changed places.",
            "A placeholder or a variable that was never expanded (`$TENCENTCLOUD_SECRET_ID`) was sent as it stands.",
        ),
        (
            "Take the id from the API key page of CAM; a permanent one has 36 characters and starts with AKID.",
            "Enter both halves anew with `tcexplorer credentials add`.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "AuthFailure.MFAFailure",
        "The account or the action demands a second factor, and the one given did not pass.",
        (
            "The six digits were used once already, or ran out while they were typed.",
            "SerialNumber names another device; it reads `qcs::cam:uin/OWNER_UIN::mfa/softToken`.",
            "A plain key was used where the policy wants a session that was opened with MFA.",
        ),
        (
            "Get a temporary credential with SerialNumber and a fresh TokenCode from sts GetSessionToken "
            "(`tcexplorer call sts GetSessionToken`), then call with that.",
            "Set the phone's clock to network time: a code generator that runs a minute off never matches.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "AuthFailure.SecretIdNotFound",
        "The site that was asked has no active key with this SecretId.",
        (
            "The key was deleted or disabled, perhaps automatically because nobody had used it for months.",
            "The key is from the other site: domestic and international accounts do not share keys.",
            "A blank, a line end or quotation marks were copied along with the id.",
            "A leftover oauth or sso `type` in the ~/.tccli credential file makes tccli ignore keys typed in later.",
            "A temporary id was sent without its token.",
        ),
        (
            "Run `tcexplorer credentials test`: it tells a dead key from a program that reads the wrong one.",
            "Look the id up in the CAM console of the site the endpoint belongs to, and enable it or make a new pair.",
            "Remove the `type` member from the tccli credential file, or log in again with `tccli auth login`.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "AuthFailure.SignatureExpire",
        "X-TC-Timestamp is more than five minutes away from the server's clock.",
        (
            "The machine's clock drifted: a laptop that slept, a resumed VM, a host without NTP.",
            "The timestamp is in milliseconds instead of seconds.",
            "A request signed earlier was replayed: an old curl line, a queue, a retry that does not sign again.",
        ),
        (
            "Compare `date -u` with the answer's Date header, and switch NTP on (`timedatectl set-ntp true`).",
            "Take the timestamp just before signing, in whole Unix seconds: ten digits, not thirteen.",
            "Sign once more for each attempt; `tcexplorer sign` prints a request that holds for five minutes.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "AuthFailure.SignatureFailure",
        "The server signed what it received and came to another signature than the one sent.",
        (
            "The SecretKey is wrong, goes with another SecretId, or has a blank or a line end around it.",
            "The HTTP library appended `; charset=...` to the Content-Type that had been signed.",
            "The body was serialised twice: bytes sent and bytes hashed differ in separators, order or escapes.",
            "The scope's date is the local day, not the UTC day of the timestamp.",
            "The scope names another service than the host does, or a proxy rewrote Host.",
            "Signature v1 was used for more than 1 MB of parameters; Message then mentions the request size.",
        ),
        (
            "Save the request as it was sent and run `tcexplorer doctor`: it signs anew with every known mistake and "
            "proves the one that was made.",
            "Compare the canonical request of `tcexplorer sign` with the one your program builds: the first line "
            "that differs is the mistake.",
            "Send it to `tcexplorer sandbox --profile NAME`: if it passes there, the pair is at fault, not the code.",
            "Serialise once, then hash and send that very string of bytes.",
            "Rule the pair out first with `tcexplorer credentials test`: it passes when id and key belong together.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "AuthFailure.TokenFailure",
        "The session token is expired, damaged or not the one issued with this id and key.",
        (
            "The temporary credential outlived its duration; two hours is what AssumeRole gives unless told otherwise.",
            "Id and key were renewed and the old token stayed in place.",
            "A token was sent along with a permanent pair.",
            "A variable or a database column cut it: tokens reach 4,096 bytes.",
            "The tool reads TENCENTCLOUD_TOKEN and the shell sets TENCENTCLOUD_SECURITY_TOKEN, or the reverse.",
        ),
        (
            "Issue a new temporary credential and replace id, key and token together.",
            "Unset the token variables when the pair is a permanent one, then try `tcexplorer credentials test`.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "AuthFailure.UnauthorizedOperation",
        "The signature is right, and CAM does not allow this identity the action on that resource.",
        (
            "No policy of the sub-account or role covers the action, or it covers other resources only.",
            "A deny, or a condition on source address or tags, outweighs the policy that allows it.",
            "The session policy handed to AssumeRole or GetFederationToken is narrower than the role.",
            "The account is not verified yet: Message then says `system policy not verify`.",
        ),
        (
            "Attach a CAM policy for just the operation and the resource (`qcs::...`) that Message names.",
            "See whose key it is with `tcexplorer call sts GetCallerIdentity`: often it is not the user expected.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "IpInBlacklist",
        "The public address that the call came from has been blocked.",
        (
            "An administrator blocked the address for this key or for the whole account.",
            "The call leaves through a shared NAT, VPN or build runner that was blocked on somebody else's account.",
        ),
        (
            "Find out the address your NAT or proxy shows to the outside, and have it taken off the list in CAM.",
            "Repeat the call from another network with `tcexplorer call` to confirm that only the address is at fault.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "IpNotInWhitelist",
        "The key works from listed addresses only, and the caller's is not on the list.",
        (
            "The office line, the VPN exit or the cloud NAT got a new address after the list was written.",
            "The call went out over IPv6 or through a proxy, and the list holds the direct IPv4 address.",
        ),
        (
            "Add the outgoing address, or its range, to the key's permitted sources in the CAM console.",
            "Connect to the permitted VPN or jump host, then check with `tcexplorer credentials test`.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "UnauthorizedOperation",
        "The service itself does not let this account or identity do it.",
        (
            "The product was never activated, or its service role was not granted.",
            "The sub-code CamNoAuth: a CAM policy is missing for the action or the resource's tag.",
            "The account owes money, is not verified, or does not own the resource.",
        ),
        (
            "Open the product once in the console as the main account, accept its terms and grant its role.",
            "Repeat it as an administrator with `tcexplorer call --profile`: if that works a policy is missing, "
            "otherwise the account itself is held back.",
        ),
        Retry.AFTER_FIX,
    ),
)
