using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Matching;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;
using MatchState = CoretimeDesk.Quoting.Matching.MatchState;

namespace CoretimeDesk.Quoting.Grpc;

/// <summary>Translates only.</summary>
internal sealed class MatchingGrpcService(MatchDesk desk) : MatchingService.MatchingServiceBase
{
    private const int DigestLength = 64;

    private static readonly MatchState[] Matched = [MatchState.Counted, MatchState.Surplus, MatchState.OutsideTerms, MatchState.AwaitingAssignment];

    public override async Task<ListReviewsResponse> ListReviews(ListReviewsRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var page = FactPage.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        var (matches, next) = await desk.ListAsync([MatchState.InReview], null, null, oldestFirst: true, page, context.CancellationToken);
        return new() { Matches = { matches }, NextPageToken = next };
    }

    public override async Task<DecideReviewResponse> DecideReview(DecideReviewRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("fact_id", request.FactId, out var fact)
            .Satisfies("quote_sha256", request.QuoteSha256.Length == 0 || IsDigest(request.QuoteSha256), "must be empty, or the quote digest: 64 hexadecimal digits in lower case.")
            .OptionalText("reason", request.Reason, ReviewRules.ReasonLengthMax)
            .ThrowIfAny();
        var digest = request.QuoteSha256.Length == 0 ? null : request.QuoteSha256;
        return (await desk.DecideAsync(context.ToCommand(request, request.RequestId), fact, digest, request.Reason, context.CancellationToken)).OrThrow();
    }

    public override async Task<GivePaymentResponse> GivePayment(GivePaymentRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("fact_id", request.FactId, out var fact)
            .Uuid("account_id", request.AccountId, out var customer)
            .OptionalText("reason", request.Reason, ReviewRules.ReasonLengthMax)
            .ThrowIfAny();
        return (await desk.GiveAsync(context.ToCommand(request, request.RequestId), fact, customer, request.Reason, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListMatchesResponse> ListMatches(ListMatchesRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalUuid("quote_id", request.QuoteId, out var quote).OptionalEnum("state", request.State);
        var page = FactPage.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();

        // A rep sees what belongs to quotes of their own and of the team; what is in review or no quote's is in the other lists.
        var actor = context.GetActor();
        var seesAll = actor.Is(Role.HeadOfSales, Role.Leadership, Role.BudgetHolder, Role.Service);
        MatchState[] states = request.State == V1.MatchState.Unspecified ? Matched : [(MatchState)request.State];
        var (matches, next) = await desk.ListAsync(states, quote, seesAll ? null : actor, oldestFirst: false, page, context.CancellationToken);
        return new() { Matches = { matches }, NextPageToken = next };
    }

    public override async Task<ReverseMatchResponse> ReverseMatch(ReverseMatchRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("fact_id", request.FactId, out var fact).OptionalText("reason", request.Reason, ReviewRules.ReasonLengthMax).ThrowIfAny();
        return (await desk.ReverseAsync(context.ToCommand(request, request.RequestId), fact, request.Reason, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListUnmatchedResponse> ListUnmatched(ListUnmatchedRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var page = FactPage.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        var (matches, next) = await desk.ListAsync([MatchState.Unmatched, MatchState.Rejected], null, null, oldestFirst: false, page, context.CancellationToken);
        return new() { Matches = { matches }, NextPageToken = next };
    }

    private static bool IsDigest(string text) => text.Length == DigestLength && text.All(char.IsAsciiHexDigitLower);
}
