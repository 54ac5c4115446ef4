using System.Globalization;
using System.Numerics;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;
using SalePhase = CoretimeDesk.Quoting.V1.SalePhase;

namespace CoretimeDesk.Web.Tests.Components;

/// <summary>Two cores for thirteen periods at 24.62232142 DOT, then 3 % more at every renewal from the third period on: what the service answers on 16 Nov 2026.</summary>
internal static class SampleQuotes
{
    public static readonly BigInteger Limit = 246_223_214_200;
    private static readonly DateTimeOffset Begin = new(2026, 11, 24, 14, 1, 0, TimeSpan.Zero);

    public static Token Dot => new() { Symbol = "DOT", Decimals = 10 };

    public static QuoteAsk Ask(uint cores, uint periods, int sponsored) => CoretimeDesk.Web.Desk.Quotes.QuoteAsks.With(
        new() { Settlement = Settlement.CustomerBuys, ParaId = 2_000, Lines = { new QuoteLine { Coretime = new() { Ramp = { new RampSegment { Cores = cores, Periods = periods } } } } } }, null, null, sponsored);

    public static BigInteger Price(uint period)
    {
        var price = Limit;
        for (var i = 2u; i < period; i++)
        {
            price += price * 3 / 100;
        }

        return price;
    }

    public static QuoteTerms Terms(uint cores, uint periods, int sponsored, string rebate = "")
    {
        var ask = Ask(cores, periods, sponsored);
        var list = Enumerable.Range(1, (int)periods).Aggregate(BigInteger.Zero, (sum, p) => sum + (Price((uint)p) * cores));
        var given = ask.Lines[0].Coretime.Sponsored.Aggregate(BigInteger.Zero, (sum, s) => sum + (Price(s.Period) * s.Cores));
        var back = BigInteger.Parse(rebate.Length > 0 ? rebate : "0", CultureInfo.InvariantCulture);
        var total = new Amounts { ListPlanck = $"{list}", SponsoredPlanck = $"{given}", RebatePlanck = $"{back}", WaivedPlanck = "0", ConcessionPlanck = $"{given + back}", CustomerPaysPlanck = $"{list - given}", CustomerNetPlanck = $"{list - given - back}" };
        return new()
        {
            Segment = "builder",
            AnnualCorePeriods = cores * periods,
            Ask = ask,
            CommissionBp = 2_500,
            Total = total,
            LineAmounts = { total },
            Price = new()
            {
                Token = Dot,
                Phase = SalePhase.Leadin,
                PhaseEndsAt = Timestamp.FromDateTimeOffset(new(2026, 11, 17, 14, 0, 0, TimeSpan.Zero)),
                BlockTime = Timestamp.FromDateTimeOffset(new(2026, 11, 16, 10, 42, 0, TimeSpan.Zero)),
                BlockNumber = 1_000,
                LimitPlanck = $"{Limit}",
                ListNowPlanck = $"{Limit}",
                Periods = { Enumerable.Range(1, (int)periods).Select(p => new PeriodPrice { Period = (uint)p, BeginsAt = Timestamp.FromDateTimeOffset(Begin.AddDays(28 * (p - 1))), EndsAt = Timestamp.FromDateTimeOffset(Begin.AddDays(28 * p)), MinPlanck = "1", ExpectedPlanck = $"{Price((uint)p)}", MaxPlanck = "" }) },
            },
        };
    }

    /// <summary>Own to 10 %, team lead to 20, head of sales to 30, both leaders to 35, and nobody beyond.</summary>
    public static ExplainConcessionResponse Rules(QuoteTerms terms, uint own = 1_000)
    {
        var list = BigInteger.Parse(terms.Total.ListPlanck, CultureInfo.InvariantCulture);
        ConcessionRange To(uint bp, params string[] roles) => new() { ToBp = bp, ToPlanck = $"{list * bp / 10_000}", Own = roles.Length == 0, Approvers = { roles }, SlaHours = 24 };
        var ladder = new[] { To(own), To(own + 1_000, "team_lead"), To(own + 2_000, "head_of_sales"), To(3_500, "budget_holder", "leadership") };
        return new() { RuleVersion = 14, Tier = "M", Role = "rep", Ranges = { ladder }, RebateRanges = { ladder[1..] } };
    }

    public static Judgement Judged(Verdict verdict, params string[] approvers) => new() { Verdict = verdict, Tier = "M", Role = "rep", RuleVersion = 14, Approvers = { approvers }, DefaultDays = 14, MostDays = 30, ApprovalValidDays = 7 };

    public static Quote Quote(params QuoteRevision[] revisions) => new()
    {
        QuoteId = "0198c0de-0000-7000-8000-000000000001",
        Number = "Q-2026-000214",
        OwnerName = "Mara Lindqvist",
        Version = 3,
        Customer = new() { AccountId = "0198c0de-0000-7000-8000-000000000002", AccountName = "Ostrea Labs", Segment = CoretimeDesk.Leads.V1.Segment.Builder },
        Revisions = { revisions },
    };
}
