using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;
using ChainMarket = CoretimeDesk.ChainWatcher.V1.Market;
using ChainPhase = CoretimeDesk.ChainWatcher.V1.SalePhase;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Desk.Demo.Story;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>
/// The desk's main job, told from beginning to end by demo people: lead, assessment, a quote beyond the rep's own ceiling, approval, acceptance by key, a purchase on the
/// chain, and the quote is won. Whatever is printed comes from an answer of the desk.
/// </summary>
internal sealed partial class SaleStory(StoryDesk desk, StoryTeller teller, StoryKey wallet)
{
    private const uint AnnualCorePeriods = 26;
    private const uint ConcessionPercent = 12;
    private const uint ParasBeyond = 1_000_000;
    private const uint BudgetTokens = 20;

    /// <summary>Tells it.</summary>
    /// <returns>True when the quote was won; false where nobody can buy, which was said.</returns>
    public async Task<bool> TellAsync(CancellationToken cancellation)
    {
        var market = (await desk.AsAsync(Role.Rep, o => desk.Watcher.GetMarketAsync(new(), o), cancellation)).Market;
        await using var lab = StoryLab.Of(desk.Chains, market.Chain);
        await using var recording = await StoryRecording.HoldAsync(desk.Chains, market.Chain, cancellation);
        market = await BeginAsync(lab, recording, market, cancellation);
        var (account, lead, para) = await CustomerAsync(lab is null ? "paseo" : "lab", cancellation);
        await AssessAsync(account, lead, cancellation);
        // In an interlude cores are renewed only, and none can be quoted; blockspace on demand can be had at any time.
        var isBudget = market.Phase == ChainPhase.Interlude;
        var quote = await QuoteAsync(account, lead, para, market, isBudget ? Budget(market) : Cores(), cancellation);
        quote = await ApproveAsync(quote, cancellation);
        var snapshot = await SendAsync(quote, cancellation);
        await AcceptAsync(quote, cancellation);
        if (isBudget)
        {
            await SayBudgetAsync(recording is not null, snapshot, para, cancellation);
            return false;
        }

        return await BuyAsync(lab, recording is not null, market, quote, snapshot, cancellation);
    }

    /// <summary>A sale in which somebody can buy, if that can be had: the lab's relay chain is moved on; a recording stands where it stands.</summary>
    private async Task<ChainMarket> BeginAsync(StoryLab? lab, StoryRecording? recording, ChainMarket market, CancellationToken cancellation)
    {
        if (recording is not null)
        {
            market = (await desk.UntilAsync(
                "the recording being read to where it is held", Role.Rep, o => desk.Watcher.GetMarketAsync(new() { Chain = market.Chain }, o), m => m.Market.BlockNumber >= recording.Height, cancellation)).Market;
        }

        if (lab is not null && market.Phase != ChainPhase.FixedPrice)
        {
            // The lab stops just before a phase begins; a quote of the lead-in's last moment would be over before anybody could approve it.
            await lab.GoToAsync("fixed", cancellation);
            market = (await desk.UntilAsync("the phase of the fixed price", Role.Rep, o => desk.Watcher.GetMarketAsync(new(), o), m => m.Market.Phase == ChainPhase.FixedPrice, cancellation)).Market;
        }

        teller.Step(
            lab is not null ? "The chain is a real runtime, executed on this machine."
                : recording is not null ? "The chain is a recording of a real runtime, and is held while this is told." : "The chain is a public network.",
            ("chain", market.Chain),
            ("market", $"{Answer.Phrase(market.Phase)}, a core costs {Amount(market.Price, market.Token)}, {market.CoresLeft} left"),
            ("as of block", $"{market.BlockHash} of {Answer.Date(market.BlockTime)}"));
        return market;
    }

    private async Task<(Account Account, Lead Lead, uint Para)> CustomerAsync(string network, CancellationToken cancellation)
    {
        var para = ParasBeyond + (BitConverter.ToUInt32(wallet.Account.ToArray()) % ParasBeyond);
        var account = (await desk.AsAsync(Role.Rep, o => desk.Leads.CreateAccountAsync(
            new()
            {
                RequestId = desk.RequestId("account"), Name = $"{DemoScript.Label} Compass Rollup {para}", Segment = Segment.Builder, AnnualCorePeriods = AnnualCorePeriods,
                Keys = { new AccountKey { Kind = AccountKeyKind.ParaId, Network = network, Value = $"{para}" } },
            },
            o), cancellation)).Account;
        var lead = (await desk.AsAsync(Role.Rep, o => desk.Leads.OpenLeadAsync(
            new() { RequestId = desk.RequestId("lead"), AccountId = account.AccountId, Title = $"{DemoScript.Label} A core before the launch", Source = LeadSource.Inbound }, o), cancellation)).Lead;
        lead = (await desk.AsAsync(Role.Rep, o => desk.Leads.ClaimLeadAsync(new() { RequestId = desk.RequestId("claim"), LeadId = lead.LeadId }, o), cancellation)).Lead;
        teller.Step($"{lead.OwnerName} takes the lead.", ("account", $"{account.Number} {account.Name}"), ("lead", $"{lead.Number}, id {lead.LeadId}"), ("claimed", Answer.Date(lead.ClaimedAt)));

        await desk.AsAsync(Role.Rep, o => desk.Leads.AddChainAccountAsync(
            new() { RequestId = desk.RequestId("chain account"), AccountId = account.AccountId, Address = wallet.Address, How = HowVerified.Unverified }, o), cancellation);
        var challenge = await desk.AsAsync(Role.Rep, o => desk.Leads.IssueChallengeAsync(
            new() { RequestId = desk.RequestId("challenge"), AccountId = account.AccountId, Address = wallet.Address }, o), cancellation);
        var verified = (await desk.AsAsync(Role.Rep, o => desk.Leads.AnswerChallengeAsync(
            new() { RequestId = desk.RequestId("answer"), ChallengeId = challenge.ChallengeId, Signature = wallet.Sign(challenge.Text) }, o), cancellation)).ChainAccount;
        teller.Step("The customer shows that a chain account is theirs.", ("account", verified.PublicKey), ("evidence", verified.Evidence));
        return (account, lead, para);
    }

    private async Task AssessAsync(Account account, Lead lead, CancellationToken cancellation)
    {
        var today = TimeProvider.System.GetUtcNow();
        var form = new AssessmentForm
        {
            CorePeriods = AnnualCorePeriods, Regions = AnnualCorePeriods, StartsOn = $"{today:yyyy-MM-dd}", EndsOn = $"{today.AddDays(360):yyyy-MM-dd}", Supply = ProductLine.Bulk, Cores = 2,
            BlocksPerDay = 14_400, Workload = "A rollup for ship positions; demo data.", RuntimeStack = "polkadot-sdk", Verdict = Leads.V1.Verdict.Fit,
        };
        var written = (await desk.AsAsync(Role.SolutionEngineer, o => desk.Assessments.WriteAssessmentAsync(
            new() { RequestId = desk.RequestId("assessment"), AccountId = account.AccountId, LeadId = lead.LeadId, Form = form }, o), cancellation)).Assessment;
        teller.Step($"{written.WrittenBy} finds that it fits.", ("assessment", $"{written.Number}, {Answer.Phrase(written.Form.Verdict)}, until {Answer.Date(written.ValidUntil)}"), ("digest", written.Sha256));
    }

    private static QuoteLine Cores() => new() { Coretime = new() { Ramp = { new RampSegment { Periods = 1, Cores = 2 } } } };

    private static QuoteLine Budget(ChainMarket market) => new() { OnDemand = new() { BudgetPlanck = $"{new Token(market.Token.Symbol, (int)market.Token.Decimals).Whole(BudgetTokens)}" } };

    private async Task<Quote> QuoteAsync(Account account, Lead lead, uint para, ChainMarket market, QuoteLine line, CancellationToken cancellation)
    {
        var ask = new QuoteAsk { Lines = { line }, Settlement = Settlement.CustomerBuys, Chain = market.Chain, ParaId = para };
        var preview = await desk.AsAsync(Role.Rep, o => desk.Quotes.PreviewQuoteAsync(new() { AccountId = account.AccountId, LeadId = lead.LeadId, Ask = ask }, o), cancellation);
        var list = Planck.Parse(preview.Terms.Total.ListPlanck);
        teller.Step(
            "Before a number is typed, the rules say what may be given.",
            (line.OnDemand is null ? "2 core-periods" : "on-demand budget", $"list value {Amount(preview.Terms.Total.ListPlanck, market.Token)}"),
            ("own ceiling", Amount(preview.Judgement.OwnCeilingPlanck, market.Token)),
            ("rule version", $"{preview.Judgement.RuleVersion}, hash {preview.Judgement.RuleHash}"));

        var (waived, services) = ($"{list.Share(BasisPoints.FromPercent(ConcessionPercent))}", "Help with the migration");
        if (line.Coretime is { } cores)
        {
            (cores.WaivedPlanck, cores.WaivedServices) = (waived, services);
        }
        else if (line.OnDemand is { } budget)
        {
            (budget.WaivedPlanck, budget.WaivedServices) = (waived, services);
        }

        var quote = (await desk.AsAsync(Role.Rep, o => desk.Quotes.DraftQuoteAsync(new() { RequestId = desk.RequestId("draft"), AccountId = account.AccountId, LeadId = lead.LeadId, Ask = ask }, o), cancellation)).Quote;
        quote = (await desk.AsAsync(Role.Rep, o => desk.Quotes.PriceQuoteAsync(new() { RequestId = desk.RequestId("price"), QuoteId = quote.QuoteId }, o), cancellation)).Quote;
        quote = (await desk.AsAsync(Role.Rep, o => desk.Quotes.SubmitQuoteAsync(new() { RequestId = desk.RequestId("submit"), QuoteId = quote.QuoteId }, o), cancellation)).Quote;
        var revision = quote.Revisions[^1];
        teller.Step(
            $"A quote with {ConcessionPercent} % is priced by the chain and goes beyond the rep's own ceiling.",
            ("quote", $"{quote.Number}, id {quote.QuoteId}"),
            ("dates", revision.Terms.Price.Periods is [var period, ..] ? $"{Answer.Date(period.BeginsAt)} to {Answer.Date(period.EndsAt)}" : ""),
            ("price", line.OnDemand is null ? $"{Amount(revision.Terms.Price.ListNowPlanck, market.Token)} a core" : "what each order costs; the budget is the most of all"),
            ("as of block", revision.Terms.Price.BlockHash),
            ("terms digest", revision.TermsSha256),
            ("needs", string.Join(" and ", revision.Judgement.Approvers.Select(a => a.Replace('_', ' ')))));
        return quote;
    }

    private async Task<Quote> ApproveAsync(Quote quote, CancellationToken cancellation)
    {
        foreach (var asked in quote.Revisions[^1].Approvals.Where(a => a.State == ApprovalState.Asked))
        {
            var role = DemoScript.People.First(p => p.Key.Replace('-', '_') == asked.Role).Role;
            quote = (await desk.AsAsync(role, o => desk.Approvals.GiveApprovalAsync(
                new() { RequestId = desk.RequestId($"approve {asked.Role}"), ApprovalId = asked.ApprovalId, TermsSha256 = asked.TermsSha256, ReasonCode = quote.Revisions[^1].Judgement.NeedsReason ? "strategic" : "" }, o), cancellation)).Quote;
            var given = quote.Revisions[^1].Approvals.Single(a => a.ApprovalId == asked.ApprovalId);
            teller.Step($"{given.DecidedBy} approves exactly these terms.", ("approval", given.ApprovalId), ("of digest", given.TermsSha256), ("decided", Answer.Date(given.DecidedAt)));
        }

        return quote;
    }

    private async Task<QuoteSnapshot> SendAsync(Quote quote, CancellationToken cancellation)
    {
        quote = (await desk.AsAsync(Role.Rep, o => desk.Quotes.SendQuoteAsync(new() { RequestId = desk.RequestId("send"), QuoteId = quote.QuoteId }, o), cancellation)).Quote;
        var sent = quote.Revisions[^1].Snapshot;
        teller.Step("The quote is frozen and sent.", ("quote digest", sent.QuoteSha256), ("sent", Answer.Date(sent.SentAt)), ("valid until", Answer.Date(sent.ValidUntil)));
        return sent;
    }

    private async Task AcceptAsync(Quote quote, CancellationToken cancellation)
    {
        var text = await desk.UntilAsync(
            "the customer's account being known to quotes", Role.Rep, o => desk.Acceptance.GetAcceptanceTextAsync(new() { QuoteId = quote.QuoteId }, o), t => t.Signers.Contains($"{wallet.Account}"), cancellation);
        var accepted = (await desk.AsAsync(Role.Rep, o => desk.Acceptance.AcceptBySignatureAsync(
            new() { RequestId = desk.RequestId("accept"), QuoteId = quote.QuoteId, QuoteSha256 = text.QuoteSha256, Signer = $"{wallet.Account}", Signature = wallet.Sign(text.Text) }, o), cancellation)).Acceptance;
        teller.Step(
            "The customer accepts, with the key that will buy.",
            ("signed", accepted.Text), ("by", accepted.Signer), ("signature", accepted.Signature), ("accepted", Answer.Date(accepted.AcceptedAt)));
    }

    private static string Amount(string planck, ChainWatcher.V1.Token token) => planck.Length == 0 ? "" : new Token(token.Symbol, (int)token.Decimals).Format(Planck.Parse(planck));
}
