using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.Merging;

internal static class MergeMessages
{
    /// <summary>The row's accounts must be loaded. Only counts of what came over: names of people are not for keeping.</summary>
    public static MergeRecord ToMessage(this MergeRow row, IEnumerable<(string What, int Count)> moves) => new()
    {
        MergeId = row.Id.ToString(),
        Number = row.Number,
        SurvivorId = row.SurvivorId.ToString(),
        SurvivorNumber = row.Survivor!.Number,
        SurvivorName = row.Survivor.Name,
        AbsorbedId = row.AbsorbedId.ToString(),
        AbsorbedNumber = row.Absorbed!.Number,
        AbsorbedName = row.Absorbed.Name,
        MergedAt = row.MergedAt.ToTimestamp(),
        MergedBy = row.MergedBy,
        UndoUntil = UndoRules.UndoUntil(row.MergedAt).ToTimestamp(),
        UndoneAt = row.UndoneAt?.ToTimestamp(),
        UndoneBy = row.UndoneBy ?? "",
        Moves = { moves.Where(m => m.Count > 0).Select(m => new MergeMove { What = m.What, Count = (uint)m.Count }) },
    };
}
