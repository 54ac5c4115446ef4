using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Substrate;
using Grpc.Core;

namespace CoretimeDesk.Identity.Grpc;

/// <summary>Chain accounts that people control.</summary>
internal sealed partial class IdentityGrpcService
{
    public override Task<AddPersonAccountResponse> AddPersonAccount(AddPersonAccountRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalUuid("person_id", request.PersonId, out var id).OptionalText("note", request.Note, NoteLengthMax);
        var account = AccountOf(check, request.Account);
        check.ThrowIfAny();
        return accounts.AddAsync(context.ToCommand(request, request.RequestId), id ?? context.GetActor().Id, account, request.Note.Trim(), context.CancellationToken);
    }

    public override Task<RemovePersonAccountResponse> RemovePersonAccount(RemovePersonAccountRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("person_id", request.PersonId, out var id);
        var account = AccountOf(check, request.Account);
        check.ThrowIfAny();
        return accounts.RemoveAsync(context.ToCommand(request, request.RequestId), id, account, context.CancellationToken);
    }

    public override Task<ListPersonAccountsResponse> ListPersonAccounts(ListPersonAccountsRequest request, ServerCallContext context)
    {
        Check.That(request).OptionalUuid("person_id", request.PersonId, out var id).ThrowIfAny();
        var actor = context.GetActor();
        return accounts.ListAsync(actor, id ?? actor.Id, context.CancellationToken);
    }

    /// <summary>An address of any network, or hex: an account is the same on all of them.</summary>
    private static AccountId32 AccountOf(Check check, string text)
    {
        AccountId32 account = default;
        check.NotEmpty("account", text);
        if (text.Length > 0 && !AccountId32.TryFromText(text, null, out account, out var problem))
        {
            check.Violation("account", $"is no account: {problem}");
        }

        return account;
    }
}
