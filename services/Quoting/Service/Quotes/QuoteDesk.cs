using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Peers;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>What people do with quotes.</summary>
/// <remarks>Other services are asked inside the command, with the caller's token; an answer of theirs changes nothing, so it may be asked for again.</remarks>
public sealed class QuoteDesk(CommandRunner<QuotingDb> commands, QuoteBook book, ICustomers customers, IMarkets markets, ICommissions commissions, RuleBook rulebook, PricingSettings pricing)
{
    /// <summary>Begins a quote.</summary>
    public Task<Outcome<DraftQuoteResponse>> DraftAsync(Command command, string token, Guid accountId, Guid? leadId, QuoteAsk ask, CancellationToken stop) =>
        BeginAsync(command, token, accountId, leadId, ask, price: false, stop);

    /// <summary>Begins a quote and prices it, in one command: what keeps it from being priced, keeps it from being begun.</summary>
    public Task<Outcome<DraftQuoteResponse>> DraftPricedAsync(Command command, string token, Guid accountId, Guid? leadId, QuoteAsk ask, CancellationToken stop) =>
        BeginAsync(command, token, accountId, leadId, ask, price: true, stop);

    /// <summary>Replaces what an unsent revision asks for.</summary>
    public Task<Outcome<EditQuoteResponse>> EditAsync(Command command, Guid id, QuoteAsk ask, long expectedVersion, CancellationToken stop) => ChangeAsync(
        command,
        id,
        (_, open) => Task.FromResult(expectedVersion > 0 && expectedVersion != open.Row.Version
            ? new Refusal(RefusalKind.Precondition, "QUOTE_CHANGED", "Somebody else has changed the quote. Look at it again.") { Facts = new Dictionary<string, string> { ["version"] = $"{open.Row.Version}" } }
            : QuoteRules.Edit(open.Quote, ask, open.Now)),
        quote => new EditQuoteResponse { Quote = quote },
        stop);

    /// <summary>Makes terms of the newest finalised block's price.</summary>
    public Task<Outcome<PriceQuoteResponse>> PriceAsync(Command command, string token, Guid id, CancellationToken stop) => ChangeAsync(
        command,
        id,
        async (scope, open) =>
        {
            var (ask, lead) = (open.Quote.Newest.Ask, open.Quote.Customer.LeadId);
            var (facts, assessment) = await AskAsync(token, open.Quote.Customer.AccountId, lead, scope.Stop);
            var made = await TermsAsync(token, open.Quote.Id, ask, facts, assessment, open.Now, scope.Stop);
            return made.Refusal ?? QuoteRules.Price(open.Quote, made.Terms!, facts.Customer, await IsFrozenAsync(scope, facts.Customer.AccountId), open.Now);
        },
        quote => new PriceQuoteResponse { Quote = quote },
        stop);

    /// <summary>Has the rules judge the terms.</summary>
    public Task<Outcome<SubmitQuoteResponse>> SubmitAsync(Command command, string token, Guid id, string seenSha256, CancellationToken stop) => ChangeAsync(
        command,
        id,
        async (scope, open) =>
        {
            var rules = await RulesAsync(scope, open.Now);
            if (Judging.RoleOf(rules, scope.Actor) is not { } role)
            {
                return MayNotQuote(rules);
            }

            if (QuoteRules.WhyNotSubmit(open.Quote, seenSha256, open.Now) is { } refusal)
            {
                return refusal;
            }

            var terms = open.Quote.Newest.Terms!;
            return QuoteRules.Submit(
                open.Quote,
                Judging.Of(rules, terms, role, open.Now),
                new(scope.Actor.Id, scope.Actor.Name),
                seenSha256,
                await IsFrozenAsync(scope, open.Quote.Customer.AccountId),
                await commissions.PlanAsync(token, terms.Price.Token.Symbol, open.Now, scope.Stop),
                () => Guid.CreateVersion7(open.Now),
                open.Now);
        },
        quote => new SubmitQuoteResponse { Quote = quote },
        stop);

    /// <summary>Freezes an approved revision and gives it to the customer.</summary>
    public Task<Outcome<SendQuoteResponse>> SendAsync(Command command, string token, Guid id, CancellationToken stop) => ChangeAsync(
        command,
        id,
        async (scope, open) =>
        {
            if (open.Quote.Newest is not { State: QuoteState.Approved, Terms: { } terms })
            {
                return SendRules.Send(open.Quote, new(await RulesAsync(scope, open.Now), null, null, null, false), open.Now);
            }

            var rules = await RulesAsync(scope, open.Now);
            var customer = open.Quote.Customer;
            var assessment = Judging.NeedsAssessment(rules, terms.AnnualCorePeriods) ? await customers.AssessmentAsync(token, customer.AccountId, customer.LeadId, scope.Stop) : null;
            var moved = Pricing.WhyMoved(terms.Price, terms.Ask, await markets.NowAsync(terms.Price.Chain, scope.Stop), open.Now, pricing);
            var plan = await commissions.PlanAsync(token, terms.Price.Token.Symbol, open.Now, scope.Stop);
            return SendRules.Send(open.Quote, new(rules, plan, moved, assessment?.Sha256, await IsFrozenAsync(scope, customer.AccountId)), open.Now);
        },
        quote => new SendQuoteResponse { Quote = quote },
        stop);

    /// <summary>Takes back the newest revision.</summary>
    public Task<Outcome<WithdrawQuoteResponse>> WithdrawAsync(Command command, Guid id, string reason, CancellationToken stop) => ChangeAsync(
        command, id, (_, open) => Task.FromResult(QuoteRules.Withdraw(open.Quote, reason, open.Now)), quote => new WithdrawQuoteResponse { Quote = quote }, stop);

    /// <summary>Begins the next revision.</summary>
    public Task<Outcome<ReviseQuoteResponse>> ReviseAsync(Command command, Guid id, CancellationToken stop) => ChangeAsync(
        command, id, (_, open) => Task.FromResult(QuoteRules.Revise(open.Quote, open.Now)), quote => new ReviseQuoteResponse { Quote = quote }, stop);

    /// <summary>What a quote would be, and what the rules would say: nothing is saved.</summary>
    public async Task<Outcome<PreviewQuoteResponse>> PreviewAsync(QuotingDb db, Actor actor, string token, Guid accountId, Guid? leadId, QuoteAsk ask, DateTimeOffset now, CancellationToken stop)
    {
        if (ask.Faults() is { Count: > 0 } faults)
        {
            return Refusal.InvalidFields(faults);
        }

        var (facts, assessment) = await AskAsync(token, accountId, leadId, stop);
        if (QuoteAccess.WhyNotDraft(facts, ask, actor) is { } refusal)
        {
            return refusal;
        }

        var made = await TermsAsync(token, Guid.Empty, ask, facts, assessment, now, stop);
        if (made.Terms is not { } terms)
        {
            return made.Refusal!;
        }

        if (await rulebook.InForceAsync(db, now, stop) is not { } rules)
        {
            return NoRules(now);
        }

        if (QuoteRules.WhyNotConcede(terms, await SizeReviews.IsOpenAsync(db, facts.Customer.AccountId, stop)) is { } frozen)
        {
            return frozen;
        }

        return Judging.RoleOf(rules, actor) is { } role
            ? new PreviewQuoteResponse { Terms = terms.ToMessage(), TermsSha256 = TermsDigest.Of(terms), Judgement = Judging.Of(rules, terms, role, now).ToMessage() }
            : (Outcome<PreviewQuoteResponse>)MayNotQuote(rules);
    }

    private Task<Outcome<DraftQuoteResponse>> BeginAsync(Command command, string token, Guid accountId, Guid? leadId, QuoteAsk ask, bool price, CancellationToken stop) =>
        RunAsync<DraftQuoteResponse>(command, async scope =>
        {
            if (ask.Faults() is { Count: > 0 } faults)
            {
                return Refusal.InvalidFields(faults);
            }

            var (facts, assessment) = price ? await AskAsync(token, accountId, leadId, scope.Stop) : (await customers.FindAsync(token, accountId, leadId, scope.Stop), null);
            if (QuoteAccess.WhyNotDraft(facts, ask, scope.Actor) is { } refusal)
            {
                return refusal;
            }

            var id = Guid.CreateVersion7(scope.Now);
            var made = assessment is null ? default : await TermsAsync(token, id, ask, facts, assessment, scope.Now, scope.Stop);
            if (made.Refusal is { } priceless)
            {
                return priceless;
            }

            var open = await book.BeginAsync(scope, number => new()
            {
                Id = id,
                Number = number,
                Owner = new(scope.Actor.Id, scope.Actor.Name),
                TeamIds = [.. scope.Actor.Teams.Order()],
                Customer = facts.Customer,
                CustomerOwnerId = QuoteAccess.CustomerOwnerOf(facts),
                CreatedAt = scope.Now,
                Revisions = [new() { Number = 1, Ask = ask, CreatedAt = scope.Now }],
            });
            if (made.Terms is { } terms)
            {
                var decision = QuoteRules.Price(open.Quote, terms, facts.Customer, await IsFrozenAsync(scope, facts.Customer.AccountId), scope.Now);
                if (decision.Refusal is { } frozen)
                {
                    return frozen;
                }

                book.Record(scope, open, decision.Events);
            }

            return new DraftQuoteResponse { Quote = open.ToMessage() };
        }, stop);

    /// <summary>Whose customer it is, and the assessment, asked side by side. What is refused of the customer is told first: the assessment is looked at by whoever may go on.</summary>
    private async Task<(CustomerFacts Facts, Task<AssessmentProof?> Assessment)> AskAsync(string token, Guid accountId, Guid? leadId, CancellationToken stop)
    {
        var (facts, assessment) = (customers.FindAsync(token, accountId, leadId, stop), customers.AssessmentAsync(token, accountId, leadId, stop));
        await Task.WhenAll(facts, assessment).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (await facts, assessment);
    }

    private async Task<MadeTerms> TermsAsync(string token, Guid quoteId, QuoteAsk ask, CustomerFacts facts, Task<AssessmentProof?> assessment, DateTimeOffset now, CancellationToken stop)
    {
        var (proof, market) = (await assessment, await markets.NowAsync(ask.Chain, stop));

        // Why there is no price is told before why there is no plan.
        if (Pricing.Of(market, ask, now, pricing).Refusal is { } priceless)
        {
            return new(null, priceless);
        }

        var plan = await commissions.PlanAsync(token, market.Token.Symbol, now, stop);
        return TermsMaker.Make(quoteId, ask, facts.Customer, proof, market, plan, now, pricing, TermsMaker.Salt());
    }

    private async Task<RuleVersion> RulesAsync(CommandScope<QuotingDb> scope, DateTimeOffset now) =>
        await rulebook.InForceAsync(scope.Db, now, scope.Stop) ?? throw new RefusedException(NoRules(now));

    private static Refusal NoRules(DateTimeOffset now) => new(RefusalKind.Precondition, "NO_RULES", $"No rule version is in force at {now:d MMM yyyy HH:mm} UTC. Adopt one.");

    private static Refusal MayNotQuote(RuleVersion rules) => new(RefusalKind.Forbidden, "ROLE_MAY_NOT_QUOTE", $"None of your roles may quote by rule version {rules.Version}.");

    private static Task<bool> IsFrozenAsync(CommandScope<QuotingDb> scope, Guid accountId) => SizeReviews.IsOpenAsync(scope.Db, accountId, scope.Stop);

    private Task<Outcome<TResponse>> ChangeAsync<TResponse>(
        Command command, Guid id, Func<CommandScope<QuotingDb>, OpenQuote, Task<Decision<QuoteEvent>>> decide, Func<V1.Quote, TResponse> answer, CancellationToken stop)
        where TResponse : class, IMessage<TResponse>, new() => RunAsync<TResponse>(command, async scope =>
        {
            if (await book.FindAsync(scope, id) is not { } open || QuoteAccess.SightOf(open.Row, scope.Actor, []) == Sight.None)
            {
                return Refusal.NotFound("quote", id);
            }

            if (!QuoteAccess.MayWork(open.Row, scope.Actor))
            {
                return new Refusal(RefusalKind.Forbidden, "NOT_YOUR_QUOTE", $"{open.Quote.Number} is {open.Quote.Owner.Name}'s: only they, their team lead and the head of sales work on it.");
            }

            var decision = await decide(scope, open);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            book.Record(scope, open, decision.Events);
            return answer(open.ToMessage());
        }, stop);

    /// <summary>A refusal of another service is this command's answer, and is remembered like one of its own.</summary>
    private Task<Outcome<TResponse>> RunAsync<TResponse>(Command command, Func<CommandScope<QuotingDb>, Task<Outcome<TResponse>>> handle, CancellationToken stop)
        where TResponse : class, IMessage<TResponse>, new() => commands.RunAsync<TResponse>(command, async scope =>
        {
            try
            {
                return await handle(scope);
            }
            catch (RefusedException e)
            {
                return e.Refusal;
            }
        }, stop);
}
