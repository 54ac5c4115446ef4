using CoretimeDesk.ChainWatcher.Calls;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>Facts that every chain has: remarks with the desk's tag, transfers of watched accounts, failures of tagged calls.</summary>
internal static class SharedFacts
{
    public const string SystemPallet = "System";
    public const string BalancesPallet = "Balances";

    public static void Declare(FactBook book)
    {
        book.On<Wire.Remarked>(SystemPallet, "Remarked", Remarked);
        book.On<Wire.Transfer>(BalancesPallet, "Transfer", (e, at) =>
            at.Watch.Touches(e.From, e.To) ? new ChainFact.BalanceTransferred(at.Origin, e.From, e.To, at.Amount(e.Amount)) : null);
    }

    /// <summary>True for the calls that leave bytes in a block and do nothing else.</summary>
    public static bool IsRemark(CallView call) => call.Pallet == SystemPallet && call.Name is "remark" or "remark_with_event";

    /// <summary>The bytes of a remark call.</summary>
    public static byte[] BytesOf(CallView remark) =>
        remark.Args.TryField("remark", out var bytes) && bytes.Kind == ScaleKind.Bytes ? bytes.AsBytes().ToArray() : [];

    /// <summary>The fact that a tagged extrinsic's failure is; null when the event is no failure.</summary>
    public static ChainFact? Failure(in EventRecord record, FactContext at, Listed<DeskRemark> remarks)
    {
        if (ReportedResult.FailureOf(record) is not var (scope, error))
        {
            return null;
        }

        var errors = at.Runtime.Errors;
        var docs = errors.In(error) is [var module, ..] ? module.Docs.ToString().Trim() : "";
        return new ChainFact.CallFailed(at.Origin, scope, new(errors.Describe(error), docs), remarks);
    }

    private static ChainFact? Remarked(Wire.Remarked e, FactContext at)
    {
        if (!at.Watch.WantsRemarks)
        {
            return null;
        }

        // The event holds a hash only. The same hash is the same remark, wherever in the extrinsic's calls it stands.
        foreach (var call in at.Remarks)
        {
            var bytes = BytesOf(call);
            if (Blake2b.Hash256(bytes) == e.Hash)
            {
                return at.Watch.Read(bytes) is { } remark ? new ChainFact.Remarked(at.Origin, e.Sender, remark) : null;
            }
        }

        at.IsRemarkUnread = true;
        return null;
    }
}
