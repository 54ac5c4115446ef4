using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Calls;

/// <summary>How a call runs the calls within it, as far as its events tell.</summary>
internal enum CallForm
{
    /// <summary>It runs none: what happens meanwhile is its own doing.</summary>
    Plain,

    /// <summary>One after the other, up to the first that fails.</summary>
    Batch,

    /// <summary>All or none.</summary>
    BatchAll,

    /// <summary>One after the other, whatever comes of each.</summary>
    ForceBatch,

    /// <summary>One, whose result an event tells. It succeeds either way.</summary>
    Reporting,

    /// <summary>One, whose success an event may tell; when it fails, so does the call.</summary>
    Passing,

    /// <summary>One, once enough have approved of it.</summary>
    Multisig,

    /// <summary>The second if the first fails.</summary>
    Choice,

    /// <summary>Some, and its arguments are not as they were: what it did cannot be told.</summary>
    Opaque,
}

/// <summary>A call of an extrinsic's tree of calls.</summary>
/// <param name="Call">The call.</param>
/// <param name="Origin">As what it runs, if it runs.</param>
/// <param name="Path">The way to it; see <see cref="RealOrigin.Path"/>.</param>
/// <param name="Form">How it runs those within it.</param>
/// <param name="Reports">Name of the event that tells the result; null when there is none.</param>
internal sealed record CallNode(CallView Call, CallOrigin Origin, string Path, CallForm Form, string? Reports)
{
    /// <summary>The calls that it may run, in order.</summary>
    public IReadOnlyList<CallNode> Items { get; private set; } = [];

    /// <summary>What a fact says of it.</summary>
    public RealOrigin Real => new(Origin.Kind, Origin.Account, Path, $"{Call.Pallet}.{Call.Name}");

    /// <summary>The tree of an extrinsic's calls.</summary>
    public static CallNode Of(Extrinsic extrinsic) => Make(extrinsic.Call, extrinsic.Kind switch
    {
        ExtrinsicKind.Signed => CallOrigin.OfAddress(extrinsic.Address),
        ExtrinsicKind.Bare => CallOrigin.None,
        _ => CallOrigin.Other, // Extensions decide, and what they decided is not in the block.
    }, "");

    private static CallNode Make(CallView call, CallOrigin origin, string path)
    {
        try
        {
            return MakeKnown(call, origin, path);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            // A runtime whose proxies or batches take other arguments: everything that depends on them stays untold.
            return new(call, origin, path, CallForm.Opaque, null);
        }
    }

    private static CallNode MakeKnown(CallView call, CallOrigin origin, string path)
    {
        CallNode Node(CallForm form, string? reports = null, params IEnumerable<CallNode> items) => new(call, origin, path, form, reports) { Items = [.. items] };
        CallNode Inner(CallOrigin as_, string step, string argument = "call") => Make(new(call.Args[argument]), as_, Join(path, step));

        switch (call.Pallet, call.Name)
        {
            case ("Utility", "batch" or "batch_all" or "force_batch"):
                var form = call.Name == "batch" ? CallForm.Batch : call.Name == "batch_all" ? CallForm.BatchAll : CallForm.ForceBatch;
                return Node(form, null, Each(call.Args["calls"], (item, i) => Make(item, origin, Join(path, $"{call.Name}[{i}]"))));
            case ("Utility", "dispatch_as"):
                return Node(CallForm.Reporting, "DispatchedAs", Inner(CallOrigin.OfCaller(call.Args["as_origin"]), "dispatch_as"));
            case ("Utility", "dispatch_as_fallible"):
                return Node(CallForm.Passing, "DispatchedAs", Inner(CallOrigin.OfCaller(call.Args["as_origin"]), "dispatch_as_fallible"));
            case ("Utility", "with_weight"):
                return Node(CallForm.Passing, null, Inner(origin, "with_weight"));
            case ("Utility", "as_derivative"):
                return Node(CallForm.Passing, null, Inner(Derivative(origin, call.Args["index"]), "as_derivative"));
            case ("Utility", "if_else"):
                return Node(CallForm.Choice, null, Inner(origin, "if_else.main", "main"), Inner(origin, "if_else.fallback", "fallback"));
            case ("Proxy", "proxy" or "proxy_announced"):
                return Node(CallForm.Reporting, "ProxyExecuted", Inner(CallOrigin.OfAddress(call.Args["real"]), call.Name));
            case ("Multisig", "as_multi"):
                return Node(CallForm.Multisig, "MultisigExecuted", Inner(Multisig(origin, call.Args, call.Args["threshold"].AsUInt32()), "multisig"));
            case ("Multisig", "as_multi_threshold_1"):
                return Node(CallForm.Passing, "MultisigExecuted", Inner(Multisig(origin, call.Args, 1), "multisig"));
            case ("Sudo", "sudo" or "sudo_unchecked_weight"):
                return Node(CallForm.Reporting, "Sudid", Inner(CallOrigin.Root, call.Name));
            case ("Sudo", "sudo_as"):
                return Node(CallForm.Reporting, "SudoAsDone", Inner(CallOrigin.OfAddress(call.Args["who"]), call.Name));
            case ("Recovery", "as_recovered"):
                return Node(CallForm.Passing, null, Inner(CallOrigin.OfAddress(call.Args["account"]), call.Name));
            case ("Whitelist", "dispatch_whitelisted_call_with_preimage"):
                return Node(CallForm.Reporting, "WhitelistedCallDispatched", Inner(CallOrigin.Root, "whitelisted"));
            default:
                // Calls within others (scheduled, put into a message) do not run here and now.
                return Node(CallForm.Plain);
        }
    }

    private static string Join(string path, string step) => path.Length == 0 ? step : $"{path}/{step}";

    private static List<CallNode> Each(ScaleValue calls, Func<CallView, int, CallNode> make)
    {
        var nodes = new List<CallNode>(calls.Count);
        for (var i = 0; i < calls.Count; i++)
        {
            nodes.Add(make(new(calls[i]), i));
        }

        return nodes;
    }

    private static CallOrigin Derivative(CallOrigin origin, ScaleValue index) => origin switch
    {
        { Kind: OriginKind.Account, Account: { } account } => CallOrigin.Of(DerivedAccounts.Derivative(account, checked((ushort)index.AsUInt32()))),
        { Kind: OriginKind.Account } => CallOrigin.Of(null),
        _ => CallOrigin.Other, // Only accounts may; it will fail.
    };

    private static CallOrigin Multisig(CallOrigin origin, ScaleValue args, uint threshold)
    {
        if (origin is not { Kind: OriginKind.Account, Account: { } me })
        {
            return origin.Kind == OriginKind.Account ? CallOrigin.Of(null) : CallOrigin.Other;
        }

        var members = new List<AccountId32> { me };
        foreach (ref readonly var other in args["other_signatories"].Items)
        {
            members.Add(AccountId32.FromBytes(other.AsBytes()));
        }

        return CallOrigin.Of(DerivedAccounts.Multisig(members, checked((ushort)threshold)));
    }
}
