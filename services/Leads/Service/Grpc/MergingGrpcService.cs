using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Duplicates;
using CoretimeDesk.Leads.Merging;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class MergingGrpcService(MergeDesk merges, DuplicateReview duplicates) : MergingService.MergingServiceBase
{
    private const int TokenLengthMax = 100;

    public override async Task<PreviewMergeResponse> PreviewMerge(PreviewMergeRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("survivor_id", request.SurvivorId, out var survivor).Uuid("absorbed_id", request.AbsorbedId, out var absorbed).ThrowIfAny();
        return (await merges.PreviewAsync(survivor, absorbed, context.CancellationToken)).OrThrow();
    }

    public override async Task<MergeResponse> Merge(MergeRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .Uuid("survivor_id", request.SurvivorId, out var survivor)
            .Uuid("absorbed_id", request.AbsorbedId, out var absorbed)
            .Text("preview", request.Preview, TokenLengthMax);
        var choices = new Dictionary<string, Side>();
        for (var i = 0; i < request.Choices.Count; i++)
        {
            var choice = request.Choices[i];
            check.KnownEnum($"choices[{i}].side", choice.Side)
                .Satisfies($"choices[{i}].field", MergeRules.FieldNames.Contains(choice.Field), $"is no field to choose; of {string.Join(", ", MergeRules.FieldNames)}.")
                .Satisfies($"choices[{i}].field", choices.TryAdd(choice.Field, (Side)choice.Side), "is chosen twice.");
        }

        check.ThrowIfAny();
        return (await merges.MergeAsync(context.ToCommand(request, request.RequestId), survivor, absorbed, request.Preview, choices, context.CancellationToken)).OrThrow();
    }

    public override async Task<UndoMergeResponse> UndoMerge(UndoMergeRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalUuid("merge_id", request.MergeId, out var id);
        if (request.MergeId.Length == 0)
        {
            check.Text("number", request.Number, TokenLengthMax);
        }

        check.Satisfies("number", request.MergeId.Length == 0 || request.Number.Length == 0, "cannot be combined with merge_id; use one of them.").ThrowIfAny();
        return (await merges.UndoAsync(context.ToCommand(request, request.RequestId), id, request.Number.Trim().ToUpperInvariant(), context.CancellationToken)).OrThrow();
    }

    public override Task<ListMergesResponse> ListMerges(ListMergesRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalUuid("account_id", request.AccountId, out var account);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return merges.ListAsync(page, account, context.CancellationToken);
    }

    public override Task<ListDuplicatesResponse> ListDuplicates(ListDuplicatesRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalUuid("account_id", request.AccountId, out var account);
        var page = KeysetPage.Read(check, request.PageSize, request.PageToken, DuplicateReview.IsKey);
        check.ThrowIfAny();
        return duplicates.ListAsync(page, account, context.CancellationToken);
    }

    public override async Task<DismissDuplicateResponse> DismissDuplicate(DismissDuplicateRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("first_id", request.FirstId, out var first).Uuid("second_id", request.SecondId, out var second).Text("why", request.Why, TargetRules.WhyLengthMax).ThrowIfAny();
        return (await duplicates.DismissAsync(context.ToCommand(request, request.RequestId), first, second, request.Why.Trim(), context.CancellationToken)).OrThrow();
    }
}
