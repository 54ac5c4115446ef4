using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Insights.Translating;

/// <summary>What Quoting tells of a quote. Each revision is a quote of its own here: it has amounts of its own, and one of them is accepted.</summary>
internal static class QuoteFacts
{
    public static void Add(SubjectTold told, SubjectFacts facts)
    {
        var approvals = told.Of<QuoteApproved>();
        foreach (var sent in told.Of<QuoteSent>())
        {
            // Without its approval nobody knows who cleared it yet: the fact waits for that event, which is on its way.
            if (approvals.LastOrDefault(a => a.Message.Revision == sent.Message.Revision && a.Sequence < sent.Sequence) is { } approved)
            {
                var (m, quote) = (sent.Message, IdOf(sent.Message.QuoteId, sent.Message.Revision));
                facts.Add(
                    new Quoted(
                        $"quoted/{quote}", m.SentAt.ToDateTimeOffset(), sent.At, quote, m.AccountId, SubjectFacts.Amount(m.ListPlanck), SubjectFacts.Amount(m.ConcessionPlanck),
                        approved.Message.Automatic ? Band.Rep : Band.Approval),
                    m.Token,
                    sent.Evidence(),
                    approved.Evidence());
            }
        }

        foreach (var accepted in told.Of<QuoteAccepted>())
        {
            var m = accepted.Message;
            facts.Add(new Accepted(LeadFacts.Id("accepted", accepted), m.AcceptedAt.ToDateTimeOffset(), accepted.At, IdOf(m.QuoteId, m.Revision)), m.Token, accepted.Evidence());
        }
    }

    private static string IdOf(string quote, uint revision) => $"{quote}/r{revision}";
}
