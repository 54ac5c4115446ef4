using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Quoting.V1;
using MatchReversed = CoretimeDesk.Insights.Facts.MatchReversed;

namespace CoretimeDesk.Insights.Translating;

/// <summary>
/// Whose a purchase is, from what Quoting judges of it time and again. A judgement that names the same customer and says the same of who paid changes nothing; one that says
/// otherwise takes the match back, and may make another.
/// </summary>
internal static class MatchFacts
{
    public static void Add(SubjectTold told, SubjectFacts facts)
    {
        (string Id, string Lead, bool ThirdParty)? stands = null;
        foreach (var judged in told.Of<PurchaseJudged>().OrderBy(j => j.Sequence))
        {
            var next = CustomerOf(judged.Message);
            if (next == (stands?.Lead, stands?.ThirdParty ?? false))
            {
                continue;
            }

            if (stands is { } before)
            {
                facts.Add(new MatchReversed($"{before.Id}/reversed", judged.At, judged.At, before.Id), judged.Message.Token, OnChain(judged));
            }

            stands = next.Lead is null ? null : (LeadFacts.Id("matched", judged), next.Lead, next.ThirdParty);
            if (stands is var (id, lead, thirdParty))
            {
                var how = judged.Message.Basis == MatchBasis.Person ? MatchHow.Review : MatchHow.Auto;
                facts.Add(new Matched(id, judged.At, judged.At, PurchaseFacts.IdOf(judged.Message.FactId), lead, how, thirdParty), judged.Message.Token, OnChain(judged));
            }
        }
    }

    /// <summary>A judgement names block and event, not the block's number: the purchase has it.</summary>
    public static Evidence OnChain(Told<PurchaseJudged> judged)
    {
        var evidence = judged.Evidence();
        (evidence.Chain, evidence.BlockHash, evidence.EventIndex, evidence.BlockTime) = (judged.Message.Chain, judged.Message.BlockHash, judged.Message.EventIndex, judged.Message.OccurredAt);
        return evidence;
    }

    private static (string? Lead, bool ThirdParty) CustomerOf(PurchaseJudged judged)
    {
        var isSomebodys = judged.State is MatchState.Counted or MatchState.Surplus or MatchState.OutsideTerms && judged.AccountId.Length > 0;
        var isOwn = judged.Payer is MatchPayer.Customer or MatchPayer.Sponsor || (judged.IsCustomerPaid && judged.Basis == MatchBasis.Person);
        return isSomebodys ? (judged.AccountId, !isOwn) : (null, false);
    }
}
