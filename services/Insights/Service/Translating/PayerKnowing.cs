using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;

namespace CoretimeDesk.Insights.Translating;

/// <summary>Who paid for a purchase, as Quoting and CreditGrants make it known: the chain alone does not tell a sponsor from a customer.</summary>
/// <param name="isCredit">The chain itself says that credits paid.</param>
internal sealed class PayerKnowing(bool isCredit)
{
    private const string ByCredit = "paid_by_credit";
    private (long Sequence, bool IsCredit, bool IsSponsor) _judged = (long.MinValue, false, false);
    private string? _spentBy;
    private string? _usedBy;

    /// <summary>By all that was heard.</summary>
    public (Payer Payer, string? Grant) Now
    {
        get
        {
            var payer = isCredit || _judged.IsCredit ? Payer.Credit : _spentBy is not null || _judged.IsSponsor ? Payer.Sponsor : Payer.Own;
            return (payer, payer == Payer.Own ? null : _spentBy ?? _usedBy);
        }
    }

    /// <summary>Something was said. Of judgements the last counts, of grants the first.</summary>
    public void Hear(Told<IMessage> told)
    {
        switch (told.Message)
        {
            case GrantSpent spent:
                _spentBy ??= spent.GrantId;
                break;
            case GrantUsed used:
                _usedBy ??= used.GrantId;
                break;
            case PurchaseJudged judged when told.Sequence > _judged.Sequence:
                _judged = (told.Sequence, judged.Differs.Contains(ByCredit), judged.Payer == MatchPayer.Sponsor);
                break;
        }
    }
}

/// <summary>Something that was said of who paid.</summary>
/// <param name="At">When it was recorded.</param>
/// <param name="Name">Its event's place.</param>
/// <param name="Message">What was said.</param>
/// <param name="Evidence">Where it is found again.</param>
internal sealed record PayerSaid(DateTimeOffset At, string Name, Told<IMessage> Message, Evidence Evidence)
{
    /// <summary>All that was said of a purchase, as it was recorded.</summary>
    public static IReadOnlyList<PayerSaid> Of(SubjectTold told) =>
    [
        .. told.Of<GrantSpent>().Select(s => Said(s, PurchaseFacts.OnChain(s, s.Message.Fact)))
            .Concat(told.Of<GrantUsed>().Select(u => Said(u, PurchaseFacts.OnChain(u, u.Message.Fact))))
            .Concat(told.Of<PurchaseJudged>().Select(j => Said(j, MatchFacts.OnChain(j))))
            .OrderBy(s => s.At).ThenBy(s => s.Name, StringComparer.Ordinal),
    ];

    private static PayerSaid Said<T>(Told<T> told, Evidence evidence)
        where T : IMessage =>
        new(told.At, $"{told.Type}/{told.Aggregate}/{told.Sequence:D10}", new(told.Topic, told.Type, told.Aggregate, told.Sequence, told.Actor, told.At, told.Message), evidence);
}
