using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Keys;
using CoretimeDesk.Identity.Passwords;
using CoretimeDesk.Identity.People;
using CoretimeDesk.Identity.Sessions;
using CoretimeDesk.Identity.Teams;
using CoretimeDesk.Identity.V1;
using Grpc.Core;

namespace CoretimeDesk.Identity.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed partial class IdentityGrpcService(
    SignInDesk signIns, SessionDesk sessions, PeopleDesk people, PeopleList list, PasswordDesk passwords, TeamDesk teams, KeyDesk keys, PersonAccountDesk accounts, TimeProvider time)
    : IdentityService.IdentityServiceBase
{
    internal const int NameLengthMax = 100;
    private const int SecretLengthMax = 200;
    private const int TeamsMax = 100;
    private const int NoteLengthMax = 200;

    public override Task<SignInResponse> SignIn(SignInRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .NotEmpty("email", request.Email)
            .MaxLength("email", request.Email, Domain.EmailAddress.LengthMax)
            .NotEmpty("password", request.Password);
        Caller.Check(check, request.Client);
        check.ThrowIfAny();
        return signIns.SignInAsync(request.Email, request.Password, Caller.Of(request.Client, context), context.CancellationToken);
    }

    public override Task<RefreshResponse> Refresh(RefreshRequest request, ServerCallContext context)
    {
        Check.That(request).NotEmpty("refresh_token", request.RefreshToken).MaxLength("refresh_token", request.RefreshToken, SecretLengthMax).ThrowIfAny();
        return sessions.RefreshAsync(request.RefreshToken, context.CancellationToken);
    }

    public override Task<SignOutResponse> SignOut(SignOutRequest request, ServerCallContext context) =>
        sessions.SignOutAsync(context.ToCommand(request, request.RequestId), context.GetCall().SessionId, context.CancellationToken);

    public override async Task<WhoAmIResponse> WhoAmI(WhoAmIRequest request, ServerCallContext context)
    {
        var call = context.GetCall();
        var (person, key) = await list.WhoAsync(call, context.CancellationToken);
        return new() { Person = person, TokenRoles = { call.Actor.Roles.ToMessage() }, ApiKeyId = key?.ToString() ?? "" };
    }

    public override Task<ChangePasswordResponse> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        Check.That(request)
            .NotEmpty("current_password", request.CurrentPassword)
            .MaxLength("current_password", request.CurrentPassword, PasswordSettings.LengthMax)
            .NotEmpty("new_password", request.NewPassword)
            .MaxLength("new_password", request.NewPassword, PasswordSettings.LengthMax)
            .ThrowIfAny();
        return passwords.ChangeAsync(context.ToCommand(request, request.RequestId), context.GetCall().SessionId, request, Caller.Of(null, context), context.CancellationToken);
    }

    public override Task<ResetPasswordResponse> ResetPassword(ResetPasswordRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("person_id", request.PersonId, out var id).ThrowIfAny();
        return passwords.ResetAsync(context.ToCommand(request, request.RequestId), id, context.CancellationToken);
    }
}
