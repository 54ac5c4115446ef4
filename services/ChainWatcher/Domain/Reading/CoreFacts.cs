using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>What the relay chain's pallet Coretime says of cores: the number of the core only. Its use is in the call, where an extrinsic made it.</summary>
internal static class CoreFacts
{
    private const string Pallet = "Coretime";

    public static void Declare(FactBook book)
    {
        book.On<Wire.CoreOnly>(Pallet, "CoreAssigned", Read);
        book.Ignore(Pallet, "RevenueInfoRequested");
        book.Rest(Pallet, MarketEvents.Read);
    }

    /// <summary>A core that is used for nothing is unassigned.</summary>
    public static ChainFact Of(FactContext at, uint core, uint from, Listed<CoreShare> shares, uint? endHint) => shares.All(s => s.Use.Kind == CoreUseKind.Idle)
        ? new ChainFact.CoreUnassigned(at.Origin, core, from)
        : new ChainFact.CoreAssigned(at.Origin, core, from, shares, endHint);

    private static ChainFact Read(Wire.CoreOnly e, FactContext at)
    {
        if (at.Call is { } call && call.Is(Pallet, "assign_core") && call.Args["core"].AsUInt32() == e.Core)
        {
            var shares = Listed.Of<CoreShare>([.. Shares(call.Args["assignment"])]);
            var hint = call.Args["end_hint"];
            return Of(at, e.Core, call.Args["begin"].AsUInt32(), shares, hint.IsNone ? null : hint.Some.AsUInt32());
        }

        return new ChainFact.CoreAssigned(at.Origin, e.Core, null, null, null);
    }

    private static List<CoreShare> Shares(ScaleValue list)
    {
        var shares = new List<CoreShare>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            shares.Add(new(Wire.Uses.Of(list[i][0]), checked((ushort)list[i][1].AsUInt32())));
        }

        return shares;
    }
}
