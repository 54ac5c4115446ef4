using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Insights.Tests;

/// <summary>A customer as the topics of the desk tell of it. Ids follow from a number, so that the same customer can be told twice.</summary>
public sealed class Customer(int number, Actor rep)
{
    public const string Chain = "polkadot-coretime";
    public const uint Region = 5040;
    private const string WholeCore = "0xffffffffffffffffffff";
    private readonly Dictionary<Guid, long> _sequences = [];

    public Guid Account { get; } = IdOf(number, 1);

    public Guid Lead { get; } = IdOf(number, 2);

    public Guid Quote { get; } = IdOf(number, 3);

    public Guid Grant { get; } = IdOf(number, 5);

    public Guid FactId(int fact) => IdOf(number, 1_000 + fact);

    public TopicEvent Noted(DateTimeOffset at, Segment segment = Segment.Builder, SizeTier tier = SizeTier.M) => Of("leads", Account, new AccountCreated { AccountId = $"{Account}", Name = $"Chain {number}", Segment = segment, SizeTier = tier }, Guid.Empty, at);

    public TopicEvent Edited(DateTimeOffset at, Segment segment, SizeTier tier) => Of("leads", Account, new AccountEdited { AccountId = $"{Account}", Segment = segment, SizeTier = tier }, rep.Id, at);

    public TopicEvent Opened(DateTimeOffset at, Guid? by = null) => Of("leads", Lead, new LeadOpened { LeadId = $"{Lead}", AccountId = $"{Account}", Number = $"L-{number}" }, by ?? rep.Id, at);

    public TopicEvent Claimed(DateTimeOffset at, Actor? by = null) => Of("leads", Lead, new LeadClaimed { LeadId = $"{Lead}", AccountId = $"{Account}", OwnerId = $"{(by ?? rep).Id}", ClaimedAt = at.ToTimestamp() }, (by ?? rep).Id, at);

    public TopicEvent Closed(DateTimeOffset at, string reason, bool won = false) => Of("leads", Lead, new LeadClosed { LeadId = $"{Lead}", AccountId = $"{Account}", Won = won, Reason = reason, ClosedAt = at.ToTimestamp() }, rep.Id, at);

    public TopicEvent Qualified(DateTimeOffset at) => Of("leads", IdOf(number, 6), new HandOverAccepted { HandOverId = $"{IdOf(number, 6)}", AccountId = $"{Account}", LeadId = $"{Lead}", Step = "SDR_TO_AE", AcceptedAt = at.ToTimestamp() }, rep.Id, at);

    public TopicEvent Registered(DateTimeOffset at) => Of("leads", IdOf(number, 4), new RegistrationApproved { RegistrationId = $"{IdOf(number, 4)}", AccountId = $"{Account}", OwnerId = $"{rep.Id}", ApprovedAt = at.ToTimestamp() }, rep.Id, at);

    public TopicEvent RegistrationOver(DateTimeOffset at, string ending) => Of("leads", IdOf(number, 4), new RegistrationEnded { RegistrationId = $"{IdOf(number, 4)}", AccountId = $"{Account}", Ending = ending, EndedAt = at.ToTimestamp() }, rep.Id, at);

    public TopicEvent Merged(DateTimeOffset at, Customer absorbed) => Of("leads", Account, new AccountsMerged { AccountId = $"{Account}", AbsorbedAccountId = $"{absorbed.Account}", MergeId = $"{IdOf(number, 7)}" }, rep.Id, at);

    public TopicEvent MergeUndone(DateTimeOffset at) => Of("leads", Account, new MergeUndone { AccountId = $"{Account}", MergeId = $"{IdOf(number, 7)}" }, rep.Id, at);

    public TopicEvent Approved(DateTimeOffset at, bool automatic, uint revision = 1) => Of("quoting", Quote, new QuoteApproved { QuoteId = $"{Quote}", Revision = revision, AccountId = $"{Account}", Automatic = automatic, ApprovedAt = at.ToTimestamp() }, rep.Id, at);

    public TopicEvent Sent(DateTimeOffset at, UInt128 list, UInt128 concession, uint revision = 1, string token = "DOT") => Of("quoting", Quote, new QuoteSent
    {
        QuoteId = $"{Quote}", Revision = revision, AccountId = $"{Account}", LeadId = $"{Lead}", OwnerId = $"{rep.Id}", ListPlanck = $"{list}", ConcessionPlanck = $"{concession}", Token = token, SentAt = at.ToTimestamp(),
    }, rep.Id, at);

    public TopicEvent Accepted(DateTimeOffset at, uint revision = 1) => Of("quoting", Quote, new QuoteAccepted { QuoteId = $"{Quote}", Revision = revision, AccountId = $"{Account}", Token = "DOT", AcceptedAt = at.ToTimestamp() }, rep.Id, at);

    public TopicEvent Priced(DateTimeOffset at, uint revision = 1) => Of("quoting", Quote, new QuotePriced { QuoteId = $"{Quote}", Revision = revision, AccountId = $"{Account}", Token = "DOT" }, rep.Id, at);

    public TopicEvent Asked(DateTimeOffset at, int approval, int hours = 24, uint revision = 1) => Of("quoting", Quote, new ApprovalAsked
    {
        QuoteId = $"{Quote}", Revision = revision, ApprovalId = $"{IdOf(number, 100 + approval)}", Role = "head_of_sales", AskedAt = at.ToTimestamp(), DueAt = at.AddHours(hours).ToTimestamp(),
    }, rep.Id, at);

    public TopicEvent Given(DateTimeOffset at, int approval, uint revision = 1) => Of("quoting", Quote, new ApprovalGiven { QuoteId = $"{Quote}", Revision = revision, ApprovalId = $"{IdOf(number, 100 + approval)}", GivenAt = at.ToTimestamp() }, rep.Id, at);

    /// <summary>A core was bought, as the chain says; told when the watcher saw the block.</summary>
    public TopicEvent Bought(int fact, DateTimeOffset at, UInt128 planck, DateTimeOffset? told = null, uint begin = 300_000, string token = "DOT") =>
        OfChain(fact, at, told, new Purchased { Buyer = "0xb1", Region = new() { Begin = begin, Core = (uint)number, Mask = WholeCore }, Price = $"{planck}", Duration = Region }, token);

    public TopicEvent Renewed(int fact, DateTimeOffset at, UInt128 planck, uint begin, uint oldCore, uint core) => OfChain(fact, at, null, new Renewed
    {
        Payer = "0xb1", Price = $"{planck}", OldCore = oldCore, Core = core, Begin = begin, Duration = Region, Workload = { new WorkloadItem { Mask = WholeCore, Use = new() { Kind = CoreUseKind.Task, Task = 2000 } } }, Tasks = { 2000 },
    });

    public TopicEvent Ordered(int fact, DateTimeOffset at, UInt128 planck, PaymentMeans means = PaymentMeans.Balance) => OfChain(fact, at, null, new OnDemandOrderPlaced { Para = 2000, SpotPrice = $"{planck}", OrderedBy = "0xb1", Means = means });

    /// <summary>What Quoting says of it, and says again later.</summary>
    public TopicEvent Judged(int fact, DateTimeOffset at, MatchState state = MatchState.Counted, MatchPayer payer = MatchPayer.Customer, MatchBasis basis = MatchBasis.Score, Guid? account = null) => Of("quoting", FactId(fact), new PurchaseJudged
    {
        FactId = $"{FactId(fact)}", Chain = Chain, BlockHash = $"0x{fact:x64}", EventIndex = (uint)fact, State = state, AccountId = state is MatchState.Unmatched or MatchState.Rejected ? "" : $"{account ?? Account}",
        Basis = basis, Payer = payer, IsCustomerPaid = payer == MatchPayer.Customer, Token = "DOT", OccurredAt = at.ToTimestamp(),
    }, Guid.Empty, at);

    public TopicEvent Awarded(DateTimeOffset at, params UInt128[] tranches) => Of("creditgrants", Grant, new GrantAwarded { GrantId = $"{Grant}", AccountId = $"{Account}", Token = "DOT", AwardedAt = at.ToTimestamp(), Tranches = { tranches.Select(t => $"{t}") } }, rep.Id, at);

    public TopicEvent TrancheOpen(DateTimeOffset at, uint tranche) => Of("creditgrants", Grant, new TrancheOpened { GrantId = $"{Grant}", AccountId = $"{Account}", Tranche = tranche, OpenedAt = at.ToTimestamp() }, Guid.Empty, at);

    public TopicEvent Spent(DateTimeOffset at, int fact) => Of("creditgrants", Grant, new GrantSpent { GrantId = $"{Grant}", AccountId = $"{Account}", Tranche = 1, Planck = "1", Token = "DOT", Fact = Ref(fact, at) }, Guid.Empty, at);

    public TopicEvent Used(DateTimeOffset at, int fact, uint tranche, UInt128 planck, DateTimeOffset? told = null) =>
        Of("creditgrants", Grant, new GrantUsed { GrantId = $"{Grant}", AccountId = $"{Account}", Tranche = tranche, Planck = $"{planck}", Token = "DOT", Fact = Ref(fact, at), UsedAt = at.ToTimestamp() }, Guid.Empty, told ?? at);

    public TopicEvent GrantOver(DateTimeOffset at) => Of("creditgrants", Grant, new GrantEnded { GrantId = $"{Grant}", AccountId = $"{Account}", State = GrantState.Expired, EndedAt = at.ToTimestamp() }, Guid.Empty, at);

    /// <summary>From the first note to a purchase, in eleven days.</summary>
    public IReadOnlyList<TopicEvent> Story(DateTimeOffset at, UInt128 planck) =>
    [
        Noted(at.AddDays(-1)), Opened(at), Claimed(at.AddHours(1)), Qualified(at.AddDays(1)), Registered(at.AddDays(2)), Asked(at.AddDays(3), 1), Given(at.AddDays(4), 1), Approved(at.AddDays(4), false),
        Sent(at.AddDays(5), planck, planck / 10), Accepted(at.AddDays(6)), Bought(1, at.AddDays(10), planck), Judged(1, at.AddDays(10).AddMinutes(1)),
    ];

    private FactRef Ref(int fact, DateTimeOffset at) => new() { FactId = $"{FactId(fact)}", Chain = Chain, BlockNumber = (uint)fact + 70, BlockHash = $"0x{fact:x64}", EventIndex = 3, OccurredAt = at.ToTimestamp() };

    private static Guid IdOf(int customer, int thing) => Guid.Parse($"018f2c3e-7b1a-7c55-{customer:x4}-{thing:x12}");

    private TopicEvent OfChain(int fact, DateTimeOffset at, DateTimeOffset? told, IMessage message, string token = "DOT")
    {
        message.Descriptor.FindFieldByName("origin").Accessor.SetValue(message, new FactOrigin
        {
            FactId = $"{FactId(fact)}", Chain = Chain, BlockNumber = (uint)((number * 1000) + fact), BlockHash = $"0x{fact:x64}", EventIndex = (uint)fact, OccurredAt = at.ToTimestamp(), Timeslice = 299_000,
            Token = new() { Symbol = token, Decimals = 10 },
        });
        return new("chainwatcher", IdOf(0, 9), (number * 100_000L) + fact, message, Guid.Empty, told ?? at.AddSeconds(20));
    }

    private TopicEvent Of(string topic, Guid aggregate, IMessage message, Guid actor, DateTimeOffset at) =>
        new(topic, aggregate, _sequences[aggregate] = _sequences.GetValueOrDefault(aggregate) + 1, message, actor, at);
}
