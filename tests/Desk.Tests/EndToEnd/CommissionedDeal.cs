using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Desk.Demo.Story;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Substrate;
using Google.Protobuf;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>A customer of two cores for two periods, from the registration to renewals, with the people who share in it.</summary>
internal sealed class CommissionedDeal(CommissioningDesk desk) : IDisposable
{
    /// <summary>The customer's task.</summary>
    public const uint Para = 3_402;

    private const uint Cores = 2;

    private readonly StoryKey _wallet = new();
    private readonly StoryKey[] _keys = [new(), new(), new()];

    /// <summary>Account executive, solution engineer and who opened the lead.</summary>
    private static readonly Role[] Roles = [Role.Rep, Role.SolutionEngineer, Role.TeamLead];

    /// <summary>The customer's account.</summary>
    public AccountId32 Buyer => _wallet.Account;

    /// <summary>Where participants are paid, by their ids.</summary>
    public Dictionary<string, AccountId32> Participants { get; } = [];

    /// <summary>What was bought, in the order of the chain.</summary>
    public IReadOnlyList<Fact> Purchases { get; private set; } = [];

    private StoryDesk People => desk.People;

    public void Dispose()
    {
        _wallet.Dispose();
        Array.ForEach(_keys, key => key.Dispose());
    }

    /// <summary>Each participant says where to be paid.</summary>
    public async Task NameAccountsAsync()
    {
        foreach (var (role, key) in Roles.Zip(_keys))
        {
            var account = (await People.AsAsync(role, o => People.Identity.AddPersonAccountAsync(new() { RequestId = People.RequestId($"account {role}"), Account = key.Address, Note = "commission payout" }, o), desk.Stop)).Account;
            Participants[account.PersonId] = key.Account;
        }

        desk.Kill();
        foreach (var (person, account) in Participants)
        {
            await desk.KnowsAsync($"key/{person}/{account}");
        }
    }

    /// <summary>Until the quote is accepted by the customer's key.</summary>
    public async Task SignAsync()
    {
        var (account, lead) = await RegisterAsync();
        desk.Kill();
        var today = TimeProvider.System.GetUtcNow();
        var form = new AssessmentForm
        {
            CorePeriods = 26, Regions = 26, StartsOn = $"{today:yyyy-MM-dd}", EndsOn = $"{today.AddDays(360):yyyy-MM-dd}", Supply = ProductLine.Bulk, Cores = Cores, BlocksPerDay = 14_400, Workload = "A rollup.",
            RuntimeStack = "polkadot-sdk", Verdict = Leads.V1.Verdict.Fit,
        };
        await People.AsAsync(Role.SolutionEngineer, o => People.Assessments.WriteAssessmentAsync(new() { RequestId = People.RequestId("assessment"), AccountId = account, LeadId = lead, Form = form }, o), desk.Stop);
        desk.Kill();
        var quote = await QuoteAsync(account, lead);
        var text = await People.UntilAsync(
            "the customer's account being known to quotes", Role.Rep, o => People.Acceptance.GetAcceptanceTextAsync(new() { QuoteId = quote }, o), t => t.Signers.Contains($"{Buyer}"), desk.Stop);
        await People.AsAsync(Role.Rep, o => People.Acceptance.AcceptBySignatureAsync(
            new() { RequestId = People.RequestId("accept"), QuoteId = quote, QuoteSha256 = text.QuoteSha256, Signer = $"{Buyer}", Signature = _wallet.Sign(text.Text) }, o), desk.Stop);
        desk.Kill();

        var deals = await People.UntilAsync("the deal being known", Role.BudgetHolder, o => People.Deals.ListDealsAsync(new(), o), d => d.Deals.Count == 1 && d.Deals[0].Roles.DistinctBy(r => r.PersonId).Count() == 3, desk.Stop);
        var deal = deals.Deals[0];
        Assert.Equal(("default-pas-1", CommissioningDesk.Token, quote), (deal.PlanId, deal.Token, deal.QuoteId));
        Assert.Equal([("ae", 1_800u), ("se", 400u), ("sdr", 300u)], deal.Roles.Select(r => (r.Role, r.Bp)).OrderByDescending(r => r.Bp));
        Assert.Equal(Participants.Keys.Order(StringComparer.Ordinal), deal.Roles.Select(r => r.PersonId).Order(StringComparer.Ordinal));
        await desk.ChainIsPastAsync(deal.AcceptedAt.ToDateTimeOffset());
        QuoteId = quote;
    }

    /// <summary>What was signed.</summary>
    public string QuoteId { get; private set; } = "";

    /// <summary>The customer signs what the desk has prepared, and both cores run its task from the next sale on.</summary>
    public async Task BuyAsync()
    {
        var call = await People.AsAsync(Role.Rep, o => People.Acceptance.GetCallDataAsync(new() { QuoteId = QuoteId }, o), desk.Stop);
        Assert.Equal(Cores, call.Cores);
        await desk.Lab.FundAsync(Buyer, desk.Stop);
        await desk.Lab.SendAsync(Buyer, call.CallData, call.SpecVersion, desk.Stop);
        desk.Kill();
        await desk.FinaliseAsync();
        Purchases = await desk.FactsAsync(nameof(Purchased), Buyer, (int)Cores);
        foreach (var purchase in Purchases)
        {
            var paid = await desk.KnowsAsync(purchase.Origin.FactId);
            Assert.Equal(("purchase", "customer", PriceOf(purchase)), ((string?)paid["how"], (string?)paid["payer"], (string?)paid["planck"]));
        }

        for (var core = 0; core < Cores; core++)
        {
            await desk.Lab.RunAsync("assign", new { who = _wallet.Address, task = Para }, desk.Stop);
            desk.Kill();
        }

        await desk.FinaliseAsync();
        await People.UntilAsync(
            "both cores being assigned", Role.Rep, o => People.Watcher.ListFactsAsync(new() { Chain = desk.Chain, Types_ = { nameof(Assigned) }, Task = Para, PageSize = 20 }, o), f => f.Facts.Count >= Cores, desk.Stop);
    }

    /// <summary>The next sale begins, and cores go on in it.</summary>
    public Task NextSaleAsync() => desk.Lab.RunAsync("rotate-sale", new { }, desk.Stop);

    /// <summary>Somebody renews a core that was bought.</summary>
    /// <returns>The fact.</returns>
    public async Task<Fact> RenewAsync(Fact purchase, string who, AccountId32 payer)
    {
        await desk.Lab.RunAsync("renew", new { who, core = Purchased.Parser.ParseJson(purchase.Json).Region.Core }, desk.Stop);
        desk.Kill();
        await desk.FinaliseAsync();
        return (await desk.FactsAsync(nameof(Renewed), payer, 1))[0];
    }

    /// <summary>The price of a payment, as the chain told it.</summary>
    public static string PriceOf(Fact fact) => fact.Type == nameof(Renewed) ? Renewed.Parser.ParseJson(fact.Json).Price : Purchased.Parser.ParseJson(fact.Json).Price;

    private async Task<(string Account, string Lead)> RegisterAsync()
    {
        var account = (await People.AsAsync(Role.Rep, o => People.Leads.CreateAccountAsync(
            new()
            {
                RequestId = People.RequestId("account"), Name = "Compass Rollup", Segment = Segment.Builder, AnnualCorePeriods = 26,
                Keys = { new AccountKey { Kind = AccountKeyKind.ParaId, Network = "lab", Value = $"{Para}" } },
            },
            o), desk.Stop)).Account.AccountId;
        var lead = (await People.AsAsync(Role.TeamLead, o => People.Leads.OpenLeadAsync(new() { RequestId = People.RequestId("lead"), AccountId = account, Title = "Two cores", Source = LeadSource.Outbound }, o), desk.Stop)).Lead.LeadId;
        await People.AsAsync(Role.Rep, o => People.Leads.ClaimLeadAsync(new() { RequestId = People.RequestId("claim"), LeadId = lead }, o), desk.Stop);
        var claim = new ClaimForm
        {
            Contact = "Dana Ito, CTO", NextStep = "Size the cores", NextStepReason = "They launch with the next sale.", NextStepOn = $"{TimeProvider.System.GetUtcNow().AddDays(7):yyyy-MM-dd}",
        };
        var registration = (await People.AsAsync(Role.Rep, o => People.Registrations.ClaimRegistrationAsync(
            new() { RequestId = People.RequestId("registration"), AccountId = account, Line = ProductLine.Bulk, Form = claim }, o), desk.Stop)).Registration.RegistrationId;
        await People.AsAsync(Role.HeadOfSales, o => People.Registrations.DecideRegistrationAsync(new() { RequestId = People.RequestId("approve"), RegistrationId = registration, Approve = true }, o), desk.Stop);
        await People.AsAsync(Role.Rep, o => People.Leads.AddChainAccountAsync(new() { RequestId = People.RequestId("chain account"), AccountId = account, Address = _wallet.Address, How = HowVerified.Unverified }, o), desk.Stop);
        var challenge = await People.AsAsync(Role.Rep, o => People.Leads.IssueChallengeAsync(new() { RequestId = People.RequestId("challenge"), AccountId = account, Address = _wallet.Address }, o), desk.Stop);
        await People.AsAsync(Role.Rep, o => People.Leads.AnswerChallengeAsync(new() { RequestId = People.RequestId("answer"), ChallengeId = challenge.ChallengeId, Signature = _wallet.Sign(challenge.Text) }, o), desk.Stop);
        await desk.KnowsAsync($"registered/{registration}");
        return (account, lead);
    }

    private async Task<string> QuoteAsync(string account, string lead)
    {
        var ask = new QuoteAsk
        {
            Lines = { new QuoteLine { Coretime = new() { Ramp = { new RampSegment { Periods = 2, Cores = Cores } } } } }, Settlement = Settlement.CustomerBuys, Chain = desk.Chain, ParaId = Para,
        };
        var quote = (await People.AsAsync(Role.Rep, o => People.Quotes.DraftQuoteAsync(new() { RequestId = People.RequestId("draft"), AccountId = account, LeadId = lead, Ask = ask }, o), desk.Stop)).Quote.QuoteId;
        await People.AsAsync(Role.Rep, o => People.Quotes.PriceQuoteAsync(new() { RequestId = People.RequestId("price"), QuoteId = quote }, o), desk.Stop);
        var submitted = (await People.AsAsync(Role.Rep, o => People.Quotes.SubmitQuoteAsync(new() { RequestId = People.RequestId("submit"), QuoteId = quote }, o), desk.Stop)).Quote;
        Assert.Equal(QuoteState.Approved, submitted.Revisions[^1].State);
        await People.AsAsync(Role.Rep, o => People.Quotes.SendQuoteAsync(new() { RequestId = People.RequestId("send"), QuoteId = quote }, o), desk.Stop);
        return quote;
    }
}
