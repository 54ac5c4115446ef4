using CoretimeDesk.Insights.Data;
using CoretimeDesk.Insights.Explaining;
using CoretimeDesk.Insights.Shelf;
using CoretimeDesk.Insights.Translating;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Group = CoretimeDesk.Insights.Explaining.Group;

namespace CoretimeDesk.Insights.Answering;

/// <summary>One figure, asked about.</summary>
internal sealed record FigureQuery(string Metric, Month Month, Group? Group, DateTimeOffset? AsOf, string Token, int Items);

/// <summary>Explains figures down to events and blocks.</summary>
internal sealed class ExplainDesk(FactShelf shelf, IDbContextFactory<InsightsDb> contexts, TimeProvider time)
{
    /// <summary>Formula, division and facts with evidence.</summary>
    public async Task<Outcome<ExplainFigureResponse>> ExplainAsync(FigureQuery asked, Actor viewer, CancellationToken stop)
    {
        var facts = await shelf.ReadAsync(asked.Token, stop);
        var sight = Sight.Of(viewer, facts.Staff);
        if (!sight.All && (asked.Group is null || !sight.Sees(asked.Group.By, asked.Group.Name)))
        {
            return Sight.NotYours;
        }

        var explanation = facts.Explain(asked.AsOf, time.GetUtcNow(), asked.Metric, asked.Month, asked.Group);
        var figure = FigureMessages.Of(asked.Metric, $"{asked.Month}", asked.Group?.Name ?? "", explanation.Figure);
        var evidence = await EvidenceAsync(explanation, asked.Items, stop);
        return new ExplainFigureResponse
        {
            Figure = figure, Formula = explanation.Formula, Division = FigureMessages.Division(figure), AsOf = explanation.AsOf.ToTimestamp(),
            Parts =
            {
                explanation.Parts.Select(p => new V1.ExplainedPart
                {
                    Name = p.Name, Words = p.Words, Value = p.Value, ItemCount = (uint)p.Items.Length,
                    Items = { p.Items.Take(asked.Items).Select(i => new V1.ExplainedItem { Subject = i.Subject, Amount = i.Amount, Facts = { i.Facts.Select(f => Of(f, evidence)) } }) },
                }),
            },
        };
    }

    private static ExplainedFact Of(FactUse use, Dictionary<string, EvidenceList> evidence) => new()
    {
        FactId = use.Fact.Id, Kind = use.Fact.Kind, Says = use.Says, OccurredAt = use.Fact.OccurredAt.ToTimestamp(), RecordedAt = use.Fact.RecordedAt.ToTimestamp(), Json = SubjectFacts.Line(use.Fact),
        Evidence = { evidence.TryGetValue(use.Fact.Id, out var list) ? list.Items : [] },
    };

    private async Task<Dictionary<string, EvidenceList>> EvidenceAsync(Explanation explanation, int most, CancellationToken stop)
    {
        var ids = explanation.Parts.SelectMany(p => p.Items.Take(most)).SelectMany(i => i.Facts).Select(f => Kept(f.Fact.Id)).Distinct().ToArray();
        await using var db = await contexts.CreateDbContextAsync(stop);
        var kept = await db.Facts.AsNoTracking().Where(f => ids.Contains(f.Id)).Select(f => new { f.Id, f.Evidence }).ToListAsync(stop);
        var found = kept.ToDictionary(f => f.Id, f => EvidenceList.Parser.ParseFrom(f.Evidence), StringComparer.Ordinal);
        foreach (var (id, list) in found.ToArray())
        {
            found.TryAdd($"{id}{Completion.Survivor}", list);
        }

        return found;
    }

    // What makes a lead of a merge's survivor is the merge.
    private static string Kept(string id) => id.EndsWith(Completion.Survivor, StringComparison.Ordinal) ? id[..^Completion.Survivor.Length] : id;
}
