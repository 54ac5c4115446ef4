using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Blocks;

/// <summary>
/// Fills blocks with the signed extrinsics of others, and their events, until they are as full as those of a busy chain. Each extrinsic keeps its own
/// events; nothing is made up.
/// </summary>
internal static class BusyBlocks
{
    private sealed record Applied(byte[] Extrinsic, IReadOnlyList<EventSlice> Events);

    public static IReadOnlyList<BlockTemplate> Fill(IReadOnlyList<BlockTemplate> templates, int events)
    {
        var parts = templates.Select(Take).ToList();
        var pools = templates.Zip(parts).GroupBy(t => t.First.Runtime.SpecVersion).ToDictionary(g => g.Key, g => g.SelectMany(t => t.Second.Signed).ToList());
        return [.. templates.Select((template, i) => Fill(template, parts[i], pools[template.Runtime.SpecVersion], i, events))];
    }

    private static BlockTemplate Fill(BlockTemplate template, (List<EventSlice> Others, int Inherents, List<Applied> Signed) parts, List<Applied> pool, int start, int events)
    {
        var extrinsics = template.Extrinsics.Take(parts.Inherents).ToList();
        var before = parts.Others.Where(e => e.Phase != EventPhase.Finalization).ToList();
        var after = parts.Others.Where(e => e.Phase == EventPhase.Finalization).ToList();
        void Add(Applied applied)
        {
            before.AddRange(applied.Events.Select(e => e with { Extrinsic = (uint)extrinsics.Count }));
            extrinsics.Add(applied.Extrinsic);
        }

        parts.Signed.ForEach(Add);
        for (var i = start; before.Count + after.Count < events && pool.Count > 0; i++)
        {
            Add(pool[i % pool.Count]);
        }

        return (template with { Extrinsics = extrinsics, Events = EventSlices.Join([.. before, .. after]) }).Located();
    }

    private static (List<EventSlice> Others, int Inherents, List<Applied> Signed) Take(BlockTemplate template)
    {
        var slices = EventSlices.Split(template.Runtime.Parsed, template.Events ?? [0]);
        var inherents = template.Extrinsics.TakeWhile(e => template.Runtime.Parsed.Extrinsics.Decode(e).Kind == ExtrinsicKind.Bare).Count();
        var byExtrinsic = slices.Where(s => s.Phase == EventPhase.ApplyExtrinsic).ToLookup(s => s.Extrinsic);
        return (
            [.. slices.Where(s => s.Phase != EventPhase.ApplyExtrinsic || s.Extrinsic < inherents)],
            inherents,
            [.. template.Extrinsics.Skip(inherents).Select((e, i) => new Applied(e, [.. byExtrinsic[(uint)(inherents + i)]]))]);
    }
}
