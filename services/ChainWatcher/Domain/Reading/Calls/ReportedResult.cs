using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Calls;

/// <summary>
/// The events by which calls report on the calls within them. Between them, they tell which of an extrinsic's calls ran: a call that fails takes its events with
/// it, so what stands before a report was done by the call that it reports on.
/// </summary>
internal static class ReportedResult
{
    private static readonly HashSet<string> Reports =
    [
        "Utility.ItemCompleted", "Utility.ItemFailed", "Utility.BatchInterrupted", "Utility.BatchCompleted", "Utility.BatchCompletedWithErrors",
        "Utility.DispatchedAs", "Utility.IfElseMainSuccess", "Utility.IfElseFallbackCalled", "Proxy.ProxyExecuted",
        "Multisig.MultisigExecuted", "Multisig.NewMultisig", "Multisig.MultisigApproval", "Sudo.Sudid", "Sudo.SudoAsDone", "Whitelist.WhitelistedCallDispatched",
    ];

    /// <summary>True for such an event.</summary>
    public static bool Is(EventShape shape) => Reports.Contains(shape.ToString());

    /// <summary>Whether the event reports success; null when it holds no result.</summary>
    public static bool? IsOk(in EventRecord record) => ResultOf(record) is { } result ? result.Variant == "Ok" : null;

    /// <summary>The failure that an event tells; null when it tells none.</summary>
    public static (FailureScope Scope, ScaleValue Error)? FailureOf(in EventRecord record)
    {
        var scope = (record.Event.Pallet, record.Event.Name) switch
        {
            ("System", "ExtrinsicFailed") => FailureScope.Extrinsic,
            ("Utility", "BatchInterrupted") => FailureScope.BatchInterrupted,
            ("Utility", "ItemFailed") => FailureScope.BatchItem,
            ("Utility", "IfElseFallbackCalled") => FailureScope.IfElseMain,
            ("Utility", "DispatchedAs") => FailureScope.DispatchedAs,
            ("Proxy", "ProxyExecuted") => FailureScope.Proxy,
            ("Multisig", "MultisigExecuted") => FailureScope.Multisig,
            ("Sudo", "Sudid" or "SudoAsDone") => FailureScope.Sudo,
            ("Whitelist", "WhitelistedCallDispatched") => FailureScope.Whitelisted,
            _ => default,
        };
        return scope switch
        {
            default(FailureScope) => null,
            FailureScope.Extrinsic => (scope, record["dispatch_error"]),
            FailureScope.BatchInterrupted or FailureScope.BatchItem => (scope, record["error"]),
            FailureScope.IfElseMain => (scope, record["main_error"]),
            _ when ResultOf(record) is { Variant: "Err", Count: 1 } failed => (scope, failed[0].TryField("error", out var error) && error.Kind == ScaleKind.Enum ? error : failed[0]),
            _ => null,
        };
    }

    private static ScaleValue? ResultOf(in EventRecord record)
    {
        foreach (ref readonly var field in record.Fields.Items)
        {
            if (field is { Kind: ScaleKind.Enum, Variant: "Ok" or "Err" })
            {
                return field;
            }
        }

        return null;
    }
}
