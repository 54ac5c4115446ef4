using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class QuotesGrpcService(QuoteDesk desk, QuoteList list, EstimateDesk estimates) : QuotesService.QuotesServiceBase
{
    private const int ReasonMax = 500;

    public override async Task<PreviewQuoteResponse> PreviewQuote(PreviewQuoteRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("account_id", request.AccountId, out var account).OptionalUuid("lead_id", request.LeadId, out var lead).Ask(request.Ask).ThrowIfAny();
        var preview = (await list.PreviewAsync(context.GetActor(), TokenOf(context), account, lead, request.Ask.ToDomain(), context.CancellationToken)).OrThrow();
        preview.Commission = await estimates.OfAsync(preview.Terms, context.GetActor().Id, TokenOf(context), context.CancellationToken);
        return preview;
    }

    public override async Task<DraftQuoteResponse> DraftQuote(DraftQuoteRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("account_id", request.AccountId, out var account).OptionalUuid("lead_id", request.LeadId, out var lead).Ask(request.Ask).ThrowIfAny();
        var (command, ask) = (context.ToCommand(request, request.RequestId), request.Ask.ToDomain());
        var drafted = (await (request.Price
            ? desk.DraftPricedAsync(command, TokenOf(context), account, lead, ask, context.CancellationToken)
            : desk.DraftAsync(command, TokenOf(context), account, lead, ask, context.CancellationToken))).OrThrow();
        drafted.Commission = await EstimateAsync(drafted.Quote, context);
        return drafted;
    }

    public override async Task<EditQuoteResponse> EditQuote(EditQuoteRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("quote_id", request.QuoteId, out var id)
            .Ask(request.Ask)
            .Satisfies("expected_version", request.ExpectedVersion >= 0, "is negative; 0 stands for whatever it is now.")
            .ThrowIfAny();
        return (await desk.EditAsync(context.ToCommand(request, request.RequestId), id, request.Ask.ToDomain(), request.ExpectedVersion, context.CancellationToken)).OrThrow();
    }

    public override async Task<PriceQuoteResponse> PriceQuote(PriceQuoteRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("quote_id", request.QuoteId, out var id).ThrowIfAny();
        var priced = (await desk.PriceAsync(context.ToCommand(request, request.RequestId), TokenOf(context), id, context.CancellationToken)).OrThrow();
        priced.Commission = await EstimateAsync(priced.Quote, context);
        return priced;
    }

    public override async Task<SubmitQuoteResponse> SubmitQuote(SubmitQuoteRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("quote_id", request.QuoteId, out var id)
            .Satisfies("terms_sha256", request.TermsSha256.Length == 0 || Digests.IsSha256(request.TermsSha256), Digests.Advice)
            .ThrowIfAny();
        return (await desk.SubmitAsync(context.ToCommand(request, request.RequestId), TokenOf(context), id, request.TermsSha256, context.CancellationToken)).OrThrow();
    }

    public override async Task<SendQuoteResponse> SendQuote(SendQuoteRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("quote_id", request.QuoteId, out var id).ThrowIfAny();
        return (await desk.SendAsync(context.ToCommand(request, request.RequestId), TokenOf(context), id, context.CancellationToken)).OrThrow();
    }

    public override async Task<WithdrawQuoteResponse> WithdrawQuote(WithdrawQuoteRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("quote_id", request.QuoteId, out var id).OptionalText("reason", request.Reason, ReasonMax).ThrowIfAny();
        return (await desk.WithdrawAsync(context.ToCommand(request, request.RequestId), id, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<ReviseQuoteResponse> ReviseQuote(ReviseQuoteRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("quote_id", request.QuoteId, out var id).ThrowIfAny();
        return (await desk.ReviseAsync(context.ToCommand(request, request.RequestId), id, context.CancellationToken)).OrThrow();
    }

    public override async Task<GetQuoteResponse> GetQuote(GetQuoteRequest request, ServerCallContext context)
    {
        Check.That(request)
            .OptionalUuid("quote_id", request.QuoteId, out var id)
            .MaxLength("number", request.Number, 50)
            .Satisfies("quote_id", request.QuoteId.Length == 0 != (request.Number.Length == 0), "or number is needed: one of them.")
            .ThrowIfAny();
        var found = (await list.GetAsync(id, request.Number, context.GetActor(), context.CancellationToken)).OrThrow();
        found.Commission = await EstimateAsync(found.Quote, context);
        return found;
    }

    public override Task<ListQuotesResponse> ListQuotes(ListQuotesRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .OptionalEnum("state", request.State)
            .OptionalUuid("owner_id", request.OwnerId, out var owner)
            .OptionalUuid("account_id", request.AccountId, out var account)
            .OptionalUuid("team_id", request.TeamId, out var team)
            .Satisfies("mine", !request.Mine || request.OwnerId.Length == 0, "cannot be combined with owner_id; use one of them.");
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        var actor = context.GetActor();
        var state = request.State == V1.QuoteState.Unspecified ? (Quotes.QuoteState?)null : (Quotes.QuoteState)request.State;
        return list.ListAsync(page, new(state, request.Mine ? actor.Id : owner, account, team), actor, context.CancellationToken);
    }

    /// <summary>Asked after the command, and no part of its answer: a repeat gets the first quote, and today's estimate.</summary>
    private Task<CommissionEstimate?> EstimateAsync(V1.Quote quote, ServerCallContext context) => estimates.OfAsync(quote, context.GetActor(), TokenOf(context), context.CancellationToken);

    /// <summary>The caller's own token, to ask other services with.</summary>
    private static string TokenOf(ServerCallContext context) => context.RequestHeaders.GetValue("authorization") ?? "";
}
