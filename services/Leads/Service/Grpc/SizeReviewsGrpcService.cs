using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.SizeReviews;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class SizeReviewsGrpcService(SizeReviewDesk desk, SizeReviewList list) : SizeReviewsService.SizeReviewsServiceBase
{
    private const int NumberLengthMax = 40;

    public override Task<ListSizeReviewsResponse> ListSizeReviews(ListSizeReviewsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalUuid("account_id", request.AccountId, out var account).OptionalEnum("state", request.State);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return list.ListAsync(page, account, request.State == V1.SizeReviewState.Unspecified ? null : (SizeReviews.SizeReviewState)request.State, context.CancellationToken);
    }

    public override async Task<GetSizeReviewResponse> GetSizeReview(GetSizeReviewRequest request, ServerCallContext context)
    {
        Check.That(request)
            .OptionalUuid("review_id", request.ReviewId, out var id)
            .OptionalText("number", request.Number, NumberLengthMax)
            .Satisfies("review_id", (request.ReviewId.Length > 0) != (request.Number.Length > 0), "or number is needed, and not both.")
            .ThrowIfAny();
        return (await list.GetAsync(id, request.Number, context.CancellationToken)).OrThrow();
    }

    public override async Task<GetSizeCheckResponse> GetSizeCheck(GetSizeCheckRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("account_id", request.AccountId, out var account).ThrowIfAny();
        return (await list.CheckAsync(account, context.CancellationToken)).OrThrow();
    }

    public override async Task<CloseSizeReviewResponse> CloseSizeReview(CloseSizeReviewRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("review_id", request.ReviewId, out var id).OptionalText("reason", request.Reason, SizeReviewRules.ReasonLengthMax).ThrowIfAny();
        return (await desk.CloseAsync(
            context.ToCommand(request, request.RequestId), id, new(request.AnnualCorePeriods == 0 ? null : request.AnnualCorePeriods, request.Reason.Trim()), context.CancellationToken)).OrThrow();
    }
}
