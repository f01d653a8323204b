"""What happened to a request that was understood: results, quotas, frequency, the resource, the server."""

from tcexplorer.protocol.codes.model import CommonCode, Retry

OUTCOME = (
    CommonCode(
        "DryRunOperation",
        "A rehearsal that went well: with DryRun off, the call would have been carried out.",
        (
            "DryRun was set to true, in the call itself or by a wrapper that adds it.",
            "A saved call or a template still carries the flag from a trial.",
        ),
        (
            "Count it as a success of the check: permissions, parameters and quota are in order.",
            "Set DryRun to false, or drop it, and send with `tcexplorer call` when it is meant in earnest.",
        ),
        Retry.NEVER,
    ),
    CommonCode(
        "FailedOperation",
        "The service tried and could not finish, for a reason of its own that Message gives.",
        (
            "The resource was in a state that rules the operation out: starting, isolated, in arrears, being changed.",
            "A step behind the API failed: a payment, a certificate check, a protection against deletion.",
            "Something the request depends on is not set up yet.",
        ),
        (
            "Look at the resource's status first, with `tcexplorer call` and the matching Describe action.",
            "Look for the sub-code: `tcexplorer explain FailedOperation.X --service S` has the service's own words.",
            "Remove what blocks it (protection, unpaid order, missing set-up), then send it once more.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "InternalError",
        "The server failed or ran out of time; whether the work was done is not known.",
        (
            "A backend of the service broke down or was being deployed.",
            "The gateway stopped waiting for a slow backend, which looks the same from outside.",
            "An unusual parameter ran into a fault of the service: it then fails every time.",
        ),
        (
            "Describe the resource (`tcexplorer call`) before a write is repeated: the first one may have succeeded.",
            "Repeat reads after one, two and four seconds; give up after three attempts.",
            "Open a ticket with the RequestId when the very same call keeps failing.",
        ),
        Retry.READS_ONLY,
    ),
    CommonCode(
        "LimitExceeded",
        "A quota is used up: the account or the resource may not hold more of this.",
        (
            "The number of instances, topics, rules or addresses per account and region has been reached.",
            "Deleted resources still count, because they sit in the recycle bin.",
            "One call asks for more items than an action takes at a time.",
        ),
        (
            "Count what exists (`tcexplorer call`, the Describe action's TotalCount), and delete what is not needed.",
            "Apply for a higher quota in the console, or use another region if the quota is per region.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "RequestLimitExceeded",
        "The action was called more often in a second than it may be; Message gives both numbers.",
        (
            "A loop or several workers call without any pause; the limit counts the whole account.",
            "A retry without backoff turned one refusal into a storm.",
            "A status is polled for each item instead of for all in one call.",
        ),
        (
            "Stay below the second number in Message, and back off with growing pauses and some chance in them.",
            "Ask for many items at once: a list of ids, Filters, a larger Limit.",
            "Measure one call alone with `tcexplorer call`; if it is refused too, something else spends the limit.",
        ),
        Retry.LATER,
    ),
    CommonCode(
        "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
        "The account's calls to this action in all regions together are too frequent.",
        (
            "A script walks through every region at the same time.",
            "Separate deployments, one in each region, share one account.",
        ),
        (
            "Visit the regions one after another; `tcexplorer call --region` in a loop is enough.",
            "Put one limiter in front of all deployments rather than one in each.",
        ),
        Retry.LATER,
    ),
    CommonCode(
        "RequestLimitExceeded.IPLimitExceeded",
        "Too many calls arrive from one source address.",
        (
            "Many hosts or build runners leave through the same NAT or proxy.",
            "A client runs wild on one of the machines behind this address.",
        ),
        (
            "Find the machine that sends most, in the NAT's or the proxy's log, and slow it down.",
            "Spread the work over more outgoing addresses; one `tcexplorer call` from another shows if that helps.",
        ),
        Retry.LATER,
    ),
    CommonCode(
        "RequestLimitExceeded.UinLimitExceeded",
        "One account, with all its users and keys, calls this action too often.",
        (
            "Several programs or teams use sub-accounts of the same main account.",
            "A monitoring job or an autoscaler polls the action in the background.",
        ),
        (
            "Look in CloudAudit for the key that makes most of the calls.",
            "Keep answers for a few seconds so that equal questions are asked once.",
            "Ask support for a higher frequency of this action, with the RequestId of a refusal.",
        ),
        Retry.LATER,
    ),
    CommonCode(
        "ResourceInUse",
        "The resource is held: by something attached to it, or by an operation under way.",
        (
            "A gateway, an instance or a rule still refers to it, so it cannot be changed or deleted.",
            "An earlier call on the same resource has not come to its end.",
            "The name or the address is taken by another resource.",
        ),
        (
            "Detach or delete what refers to it, then delete the resource itself.",
            "Watch the resource's state with `tcexplorer call` until it is settled, and only then go on.",
        ),
        Retry.LATER,
    ),
    CommonCode(
        "ResourceInsufficient",
        "The cloud has not enough of it at the moment: stock, addresses or capacity.",
        (
            "The model is out of stock in that zone.",
            "The subnet has no free address left for the number asked.",
            "The balance or a prepaid package does not cover the order.",
        ),
        (
            "Try another zone or model: `tcexplorer call cvm DescribeZoneInstanceConfigInfos` shows the stock.",
            "Order fewer at a time, or enlarge the subnet.",
        ),
        Retry.LATER,
    ),
    CommonCode(
        "ResourceNotFound",
        "An id or a name in the request leads to nothing in this account and this region.",
        (
            "X-TC-Region is another one than the resource lives in.",
            "The key is another account's than the one that owns it.",
            "It was deleted, or was created a moment ago and is not visible yet.",
            "The id was cut short or has the prefix of another kind of resource.",
        ),
        (
            "List what the account has there: `tcexplorer call` with the matching Describe action and `--region`.",
            "Make sure of the account behind the key before anything else; `tcexplorer credentials test` checks it.",
            "Wait a few seconds after a Create action, then describe it until it appears.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "ResourceUnavailable",
        "The resource exists and cannot serve the request in its present condition.",
        (
            "It is being created, upgraded, migrated or shut down.",
            "It was isolated because a bill is overdue or its term ended.",
            "The node or cluster under it is faulty.",
        ),
        (
            "Read its status with `tcexplorer call` and the Describe action, and wait for a running one.",
            "Renew it or settle the bill if it is isolated.",
        ),
        Retry.LATER,
    ),
    CommonCode(
        "ServiceUnavailable",
        "The service as a whole is down or overloaded for the moment.",
        (
            "Maintenance or an incident in the region.",
            "The gateway cannot reach any of the service's backends.",
        ),
        (
            "Send it again after a minute, and double the pause each time.",
            "Look at the status page, and try another region (`tcexplorer call --region`) if the work allows it.",
        ),
        Retry.LATER,
    ),
    CommonCode(
        "UnsupportedOperation",
        "The operation is known, but not for a resource of this kind or in this state.",
        (
            "The edition, model or billing mode of the resource does not include the feature.",
            "A running instance was asked for what is done to stopped ones, or the reverse.",
            "It has been done already, and a second time makes no sense.",
        ),
        (
            "Compare type, edition and status (`tcexplorer call`, the Describe action) with what is demanded.",
            "Bring the resource into the right state first, or use the action made for its kind.",
        ),
        Retry.AFTER_FIX,
    ),
)
