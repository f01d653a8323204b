"""What was asked: service, version, action, region, parameters, size."""

from tcexplorer.protocol.codes.model import CommonCode, Retry

REQUEST = (
    CommonCode(
        "ActionOffline",
        "The action existed and was withdrawn by its service.",
        (
            "The call comes from an old script or SDK, and the action has a successor under another name.",
            "A later version of the service dropped the action together with the feature.",
        ),
        (
            "Search for what replaced it with `tcexplorer actions`, which marks deprecated and withdrawn ones.",
            "Check whether a later API version of the service offers it, and name that one with `--version`.",
        ),
        Retry.NEVER,
    ),
    CommonCode(
        "InvalidAction",
        "This service, in this version, has no action of that name.",
        (
            "The name is misspelt or in the wrong case: `describeInstances` is not `DescribeInstances`.",
            "The action belongs to another service, or to another API version than X-TC-Version says.",
            "The action exists on the other site only.",
        ),
        (
            "Copy service, version and spelling from `tcexplorer actions` together with part of the name.",
            "Look at the host: an action of one service sent to another service's endpoint is unknown there.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "InvalidParameter",
        "A parameter is of the wrong type or form, or parameters do not go together.",
        (
            "A number was sent as text, an object as a JSON string, or a single value where a list is expected.",
            "An X-TC-Region header was sent to a service that takes none, such as cam.",
            "Filters use a name the action does not offer, or hold one value where Values wants a list.",
            "Two parameters that exclude each other were both given.",
        ),
        (
            "Compare your JSON with the body that `tcexplorer sign` builds for the same parameters.",
            "Leave the region out altogether when Message mentions X-TC-Region.",
            "Start from the action's published example and add your own values one at a time.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "InvalidParameterValue",
        "A parameter has the right form, and a value that is out of range or not one of those allowed.",
        (
            "The region is a two-letter code of API 2.0 (`gz`, `sh`); API 3.0 wants `ap-guangzhou`, `ap-shanghai`.",
            "X-TC-Region was sent empty instead of being left out.",
            "An id lacks its prefix, or Limit is above the action's maximum.",
            "The zone, model or image is not offered in the region that was named.",
        ),
        (
            "Find the parameter that Message names and check its range in the action's documentation.",
            "Run `tcexplorer call region DescribeRegions` with Product set to see the region codes that exist.",
            "Fetch ids from the matching Describe action of the same region instead of typing them.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "InvalidRequest",
        "The body does not hold together: it ends early, or its multipart frame is broken.",
        (
            "The multipart boundary in the body is not the one in Content-Type.",
            "Content-Length was computed for characters instead of bytes, so the body was cut.",
            "JSON was sent to an action that takes multipart/form-data only.",
        ),
        (
            "Let `tcexplorer call` send the same parameters; if it works, the frame around yours is at fault.",
            "Dump the raw bytes and check that each part and the final boundary end in CRLF.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "MissingParameter",
        "A required parameter, or a required header, is not there.",
        (
            "The value was null or empty and the serialiser dropped the member.",
            "The parameter sits one level too high or too low in the nested object.",
            "A common one is missing (`Timestamp`, `Version`): headers got lost, or v1 and TC3 were mixed.",
        ),
        (
            "Add the parameter that Message names; required ones are marked in the action's form.",
            "Print what really goes out with `tcexplorer sign` and look for the member in the body.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "NoSuchProduct",
        "No service answers to the name in the host.",
        (
            "The first label of the host is misspelt or is the product's title instead of its short name.",
            "The short name differs from the one in a tool: autoscaling is `as` in the API.",
            "The service is not offered on the site that was called.",
        ),
        (
            "Look up the short name with `tcexplorer actions` and one word of the product's title.",
            "Compare the endpoint with the one shown by `tcexplorer sign`.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "NoSuchVersion",
        "X-TC-Version is not a date at which this service published an API.",
        (
            "The version was copied from another service; each has dates of its own.",
            "The date is mistyped or not in the form 2017-03-12.",
            "An SDK's package version was sent in its place.",
        ),
        (
            "Read the right date off `tcexplorer actions`, which prints the version of every action.",
            "Leave `--version` out of `tcexplorer call` so that the newest one with this action is taken.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "RequestSizeLimitExceeded",
        "The request is larger than the API accepts.",
        (
            "A file or an image was put into the JSON as base64, which adds a third to its size.",
            "A GET carries more than 32 KB; a POST may carry 10 MB with TC3 and 1 MB with signature v1.",
            "A batch action was given its whole list at once.",
        ),
        (
            "Switch to POST with TC3 (`tcexplorer call --method POST`).",
            "Upload the content to COS and pass its URL, if the action has a parameter for that.",
            "Divide the list over several calls.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "ResponseSizeLimitExceeded",
        "The action ran, and its answer is too large to be returned.",
        (
            "Limit or PageSize is at its maximum while each item is big.",
            "No filter or a very long time range was given to a log, metric or listing action.",
        ),
        (
            "Lower Limit and page through with Offset, or with the token the action returns.",
            "Narrow the time range or the Filters, then try the smaller query with `tcexplorer call`.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "UnknownParameter",
        "A parameter was sent that the action does not know; the API tolerates no extras.",
        (
            "The name is misspelt or wrongly cased: names begin with a capital, `Limit` and not `limit`.",
            "The parameter exists on the other site, in another version or in another action only.",
            "Common values such as Region or Version were put into the body of a TC3 request.",
        ),
        (
            "Delete the member that Message names, or correct it from the action's form.",
            "Ask for the action's own spelling: `tcexplorer actions` finds it, its form lists them all.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "UnsupportedProtocol",
        "The request came by a method or a scheme that the API does not take.",
        (
            "PUT, DELETE, PATCH or HEAD was used in the manner of REST.",
            "A redirect from http to https turned a POST into something else, or plain http was refused.",
            "The Content-Type does not fit the method: GET wants application/x-www-form-urlencoded.",
        ),
        (
            "Send every action as POST with application/json, over https; the action's name goes into X-TC-Action.",
            "Check method and Content-Type against `tcexplorer sign --method POST`.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "UnsupportedRegion",
        "There is no such region, or this service or action does not run there.",
        (
            "The region's code has a typing error.",
            "The product opened in some regions only, or the action came to some of them later.",
            "A finance region was called by the general host, or a general region by a finance host.",
            "A default region of the profile was sent to a product that lives in a single region.",
        ),
        (
            'See where it runs: `tcexplorer call region DescribeRegions --params \'{"Product": "cvm"}\'`.',
            "Name one that does with `--region`; for finance regions use the host that carries the region's name.",
        ),
        Retry.AFTER_FIX,
    ),
)
