using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Insights.Translating;

/// <summary>
/// How long roles take to decide. A round that ends takes along what nobody has decided: it is decided then, since nobody can decide on it any more. What an earlier yes covers was
/// never asked, and is not counted.
/// </summary>
internal static class ApprovalFacts
{
    public static void Add(SubjectTold told, SubjectFacts facts)
    {
        var ends = Ends(told);
        var given = told.Of<ApprovalGiven>().Where(g => g.Message.CarriedFromSha256.Length == 0).DistinctBy(g => g.Message.ApprovalId).ToDictionary(g => g.Message.ApprovalId, StringComparer.Ordinal);
        var declined = told.Of<ApprovalDeclined>().DistinctBy(d => d.Message.ApprovalId).ToDictionary(d => d.Message.ApprovalId, StringComparer.Ordinal);
        foreach (var asked in told.Of<ApprovalAsked>())
        {
            var (message, id) = (asked.Message, asked.Message.ApprovalId);
            var sla = (long)(message.DueAt - message.AskedAt).ToTimeSpan().TotalHours;
            facts.Add(new ApprovalSubmitted($"approval/{id}", message.AskedAt.ToDateTimeOffset(), asked.At, id, sla), "", asked.Evidence());
            if (given.TryGetValue(id, out var yes))
            {
                Decided(facts, id, yes.Message.GivenAt.ToDateTimeOffset(), yes.At, yes.Evidence());
            }
            else if (declined.TryGetValue(id, out var no))
            {
                Decided(facts, id, no.Message.DeclinedAt.ToDateTimeOffset(), no.At, no.Evidence());
            }
            else if (ends.Find(e => e.Sequence > asked.Sequence && e.Revision == message.Revision) is { Evidence: not null } end)
            {
                Decided(facts, id, end.At, end.At, end.Evidence);
            }
        }
    }

    private static void Decided(SubjectFacts facts, string approval, DateTimeOffset at, DateTimeOffset told, Evidence evidence) =>
        facts.Add(new ApprovalDecided($"approval/{approval}/decided", at, told, approval), "", evidence);

    /// <summary>What ends a round, in the order of the quote.</summary>
    private static List<(long Sequence, uint Revision, DateTimeOffset At, Evidence Evidence)> Ends(SubjectTold told) =>
    [
        .. told.Of<QuotePriced>().Select(e => (e.Sequence, e.Message.Revision, e.At, e.Evidence()))
            .Concat(told.Of<ApprovalDeclined>().Select(e => (e.Sequence, e.Message.Revision, e.At, e.Evidence())))
            .Concat(told.Of<QuoteWithdrawn>().Select(e => (e.Sequence, e.Message.Revision, e.At, e.Evidence())))
            .Concat(told.Of<QuoteExpired>().Select(e => (e.Sequence, e.Message.Revision, e.At, e.Evidence())))
            .Concat(told.Of<QuoteSuperseded>().Select(e => (e.Sequence, e.Message.Revision, e.At, e.Evidence())))
            .OrderBy(e => e.Item1),
    ];
}
