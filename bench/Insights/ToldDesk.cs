using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Journal.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Bench.Insights;

/// <summary>One event as a part of the desk tells it.</summary>
internal sealed record ToldEvent(string Topic, Guid Aggregate, long Sequence, IMessage Message, Guid Actor, DateTimeOffset At)
{
    private string Id => $"{Message.Descriptor.Name}/{Aggregate}/{Sequence}";

    public string Type => $"coretimedesk.{Topic}.{Message.Descriptor.Name}.v1";

    public JournalEntry ToJournal(long position) => new()
    {
        Position = $"1-{position}", EventId = Id, Type = Type, AggregateType = "thing", AggregateId = $"{Aggregate}", Version = Sequence, Sequence = Sequence, ActorId = $"{Actor}",
        OccurredAt = At.ToTimestamp(), DataJson = JsonFormatter.Default.Format(Message),
    };

    public byte[] ToBus() => new CloudEvent
    {
        Id = Id, Source = Topic, Type = Type, Time = At, AggregateId = Aggregate, AggregateType = "thing", Sequence = Sequence, ActorId = Actor, DataJson = JsonFormatter.Default.Format(Message),
    }.ToJson();
}

/// <summary>
/// Customers of a large desk over four years, each with a story that follows from a seed and the customer's number: most come as far as a quote, two thirds of these sign, and who buys
/// goes on buying. About twenty-two facts each.
/// </summary>
internal sealed class ToldDesk(int seed, DateTimeOffset end)
{
    public const double FactsPerCustomer = 22.1;
    private const int Reps = 40;
    private const int Teams = 6;
    private const int Days = 1440;

    /// <summary>People and teams.</summary>
    public IEnumerable<ToldEvent> Staff()
    {
        for (var team = 0; team < Teams; team++)
        {
            yield return new("identity", Id(0, 100 + team), 1, new TeamCreated { TeamId = $"{Id(0, 100 + team)}", Name = $"Team {team}" }, Guid.Empty, end.AddDays(-Days - 10));
        }

        for (var rep = 0; rep < Reps; rep++)
        {
            yield return new("identity", Rep(rep), 1, new PersonCreated { PersonId = $"{Rep(rep)}", DisplayName = $"Rep {rep}", TeamIds = { $"{Id(0, 100 + (rep % Teams))}" } }, Guid.Empty, end.AddDays(-Days - 10));
        }
    }

    /// <summary>What a part of the desk tells of a customer.</summary>
    public IEnumerable<ToldEvent> Of(string topic, int customer, int of) => Story(customer, of).Where(e => e.Topic == topic);

    /// <summary>All that is told of a customer.</summary>
    public IEnumerable<ToldEvent> Story(int customer, int of)
    {
        var random = new Random(HashCode.Combine(seed, customer));
        var at = end.AddDays(-Days * (1 - ((double)customer / of))).AddSeconds(-random.Next(80_000));
        var (account, lead, quote, rep) = (Id(customer, 1), Id(customer, 2), Id(customer, 3), Rep(random.Next(Reps)));
        List<ToldEvent> told = [];
        Tell("leads", account, 1, new AccountCreated { AccountId = $"{account}", Name = $"Chain {customer}", Segment = (Segment)random.Next(1, 5), SizeTier = (SizeTier)random.Next(1, 5) });
        Tell("leads", lead, 1, new LeadOpened { LeadId = $"{lead}", AccountId = $"{account}", Number = $"L-{customer}" });
        Tell("leads", lead, 2, new LeadClaimed { LeadId = $"{lead}", AccountId = $"{account}", OwnerId = $"{rep}", ClaimedAt = at.ToTimestamp() });
        Later(5);
        Tell("leads", Id(customer, 6), 1, new HandOverAccepted { HandOverId = $"{Id(customer, 6)}", AccountId = $"{account}", LeadId = $"{lead}", Step = "SDR_TO_AE", AcceptedAt = at.ToTimestamp() });
        Later(10);
        Tell("leads", Id(customer, 4), 1, new RegistrationApproved { RegistrationId = $"{Id(customer, 4)}", AccountId = $"{account}", OwnerId = $"{rep}", ApprovedAt = at.ToTimestamp() });
        Later(10);
        if (random.Next(10) == 0)
        {
            Tell("leads", lead, 3, new LeadClosed { LeadId = $"{lead}", AccountId = $"{account}", Reason = "price", ClosedAt = at.ToTimestamp() });
            return told;
        }

        var list = random.NextInt64(1_000_000_000_000, 90_000_000_000_000);
        Tell("quoting", quote, 1, new ApprovalAsked { QuoteId = $"{quote}", Revision = 1, ApprovalId = $"{Id(customer, 5)}", Role = "head_of_sales", AskedAt = at.ToTimestamp(), DueAt = at.AddHours(24).ToTimestamp() });
        Later(1);
        Tell("quoting", quote, 2, new ApprovalGiven { QuoteId = $"{quote}", Revision = 1, ApprovalId = $"{Id(customer, 5)}", GivenAt = at.ToTimestamp() });
        Tell("quoting", quote, 3, new QuoteApproved { QuoteId = $"{quote}", Revision = 1, AccountId = $"{account}", ApprovedAt = at.ToTimestamp() });
        Tell("quoting", quote, 4, new QuoteSent { QuoteId = $"{quote}", Revision = 1, AccountId = $"{account}", LeadId = $"{lead}", OwnerId = $"{rep}", ListPlanck = $"{list}", ConcessionPlanck = $"{list / random.Next(5, 50)}", Token = "DOT", SentAt = at.ToTimestamp() });
        Later(14);
        if (random.Next(3) == 0)
        {
            return told;
        }

        Tell("quoting", quote, 5, new QuoteAccepted { QuoteId = $"{quote}", Revision = 1, AccountId = $"{account}", Token = "DOT", AcceptedAt = at.ToTimestamp() });
        Later(20);
        for (var fact = random.Next(4, 22); fact > 0 && at < end; fact--)
        {
            Bought(fact);
            Later(28);
        }

        return told;

        void Bought(int fact)
        {
            var origin = new FactOrigin
            {
                FactId = $"{Id(customer, 1000 + fact)}", Chain = "polkadot-coretime", BlockNumber = (uint)customer, BlockHash = $"0x{fact:x64}", EventIndex = (uint)fact, OccurredAt = at.ToTimestamp(), Timeslice = 299_000,
                Token = new() { Symbol = "DOT", Decimals = 10 },
            };
            Tell("chainwatcher", Id(0, 9), (customer * 100L) + fact, new Purchased
            {
                Origin = origin, Buyer = "0xb1", Region = new() { Begin = 300_000, Core = (uint)((customer * 30) + fact), Mask = "0xffffffffffffffffffff" }, Price = $"{random.NextInt64(1_000_000_000, 90_000_000_000_000)}", Duration = 5040,
            });
            Tell("quoting", Id(customer, 1000 + fact), 1, new PurchaseJudged
            {
                FactId = origin.FactId, Chain = origin.Chain, BlockHash = origin.BlockHash, EventIndex = origin.EventIndex, State = MatchState.Counted, AccountId = $"{account}", Basis = MatchBasis.Score,
                Payer = MatchPayer.Customer, IsCustomerPaid = true, Token = "DOT", OccurredAt = at.ToTimestamp(),
            });
        }

        void Later(double days) => at = at.AddDays(random.NextDouble() * days) is var next && next < end ? next : end;

        void Tell(string topic, Guid aggregate, long sequence, IMessage message) => told.Add(new(topic, aggregate, sequence, message, rep, at = at.AddMilliseconds(1 + random.Next(900))));
    }

    private static Guid Rep(int rep) => Id(0, 1000 + rep);

    private static Guid Id(int customer, int thing) => Guid.Parse($"018f2c3e-{customer >> 16:x4}-7c55-9{customer & 0xfff:x3}-{(customer >> 12) & 0xf:x4}{thing:x8}");
}
