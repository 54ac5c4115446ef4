using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Passkeys;
using CoretimeDesk.Identity.Passwords;
using CoretimeDesk.Identity.SecondFactor;
using CoretimeDesk.Identity.Sessions;
using CoretimeDesk.Identity.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace CoretimeDesk.Identity.Grpc;

/// <summary>Translates only, as <see cref="IdentityGrpcService"/> does.</summary>
internal sealed class SecurityGrpcService(SecondFactorDesk factors, PasskeyDesk passkeys, SessionDesk sessions, SecurityList list) : SecurityService.SecurityServiceBase
{
    private const int CodeLengthMax = 40;
    private const int ChallengeLengthMax = 4_000;

    /// <summary>Certificates of authenticators make creations long; an assertion is a tenth of it.</summary>
    private const int CredentialLengthMax = 32_000;

    public override Task<SignInResponse> CompleteSignIn(CompleteSignInRequest request, ServerCallContext context)
    {
        var check = Check.That(request).NotEmpty("challenge", request.Challenge).MaxLength("challenge", request.Challenge, ChallengeLengthMax);
        var code = CodeOf(check, request.Code, request.RecoveryCode);
        Caller.Check(check, request.Client);
        check.ThrowIfAny();
        return factors.CompleteAsync(request.Challenge, code, Caller.Of(request.Client, context), context.CancellationToken);
    }

    public override Task<BeginPasskeySignInResponse> BeginPasskeySignIn(BeginPasskeySignInRequest request, ServerCallContext context) =>
        passkeys.BeginSignInAsync(context.GetHttpContext(), context.CancellationToken);

    public override Task<SignInResponse> CompletePasskeySignIn(CompletePasskeySignInRequest request, ServerCallContext context)
    {
        var check = CheckCeremony(Check.That(request), request.Ceremony, request.CredentialJson);
        Caller.Check(check, request.Client);
        check.ThrowIfAny();
        return passkeys.CompleteSignInAsync(context.GetHttpContext(), request.Ceremony, request.CredentialJson, Caller.Of(request.Client, context), context.CancellationToken);
    }

    public override Task<GetSecurityResponse> GetSecurity(GetSecurityRequest request, ServerCallContext context)
    {
        Check.That(request).OptionalUuid("person_id", request.PersonId, out var id).ThrowIfAny();
        var actor = context.GetActor();
        return list.GetAsync(actor, id ?? actor.Id, context.CancellationToken);
    }

    public override Task<BeginAuthenticatorResponse> BeginAuthenticator(BeginAuthenticatorRequest request, ServerCallContext context)
    {
        CheckPassword(Check.That(request), request.CurrentPassword).ThrowIfAny();
        return factors.BeginAsync(context.GetCall(), request.CurrentPassword, Caller.Of(null, context), context.CancellationToken);
    }

    public override Task<ConfirmAuthenticatorResponse> ConfirmAuthenticator(ConfirmAuthenticatorRequest request, ServerCallContext context)
    {
        Check.That(request).NotEmpty("code", request.Code).MaxLength("code", request.Code, CodeLengthMax).ThrowIfAny();
        return factors.ConfirmAsync(context.GetCall(), request.Code, Caller.Of(null, context), context.CancellationToken);
    }

    public override Task<DisableAuthenticatorResponse> DisableAuthenticator(DisableAuthenticatorRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var code = CodeOf(check, request.Code, request.RecoveryCode);
        check.ThrowIfAny();
        return factors.DisableAsync(context.ToCommand(request, request.RequestId), context.GetCall(), code, Caller.Of(null, context), context.CancellationToken);
    }

    public override Task<MakeRecoveryCodesResponse> MakeRecoveryCodes(MakeRecoveryCodesRequest request, ServerCallContext context)
    {
        Check.That(request).NotEmpty("code", request.Code).MaxLength("code", request.Code, CodeLengthMax).ThrowIfAny();
        return factors.MakeRecoveryCodesAsync(context.GetCall(), request.Code, Caller.Of(null, context), context.CancellationToken);
    }

    public override Task<ResetSecondFactorResponse> ResetSecondFactor(ResetSecondFactorRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("person_id", request.PersonId, out var id).ThrowIfAny();
        return factors.ResetAsync(context.ToCommand(request, request.RequestId), id, context.CancellationToken);
    }

    public override Task<BeginPasskeyResponse> BeginPasskey(BeginPasskeyRequest request, ServerCallContext context)
    {
        CheckPassword(Check.That(request), request.CurrentPassword).ThrowIfAny();
        return passkeys.BeginAsync(context.GetHttpContext(), context.GetCall(), request.CurrentPassword, Caller.Of(null, context), context.CancellationToken);
    }

    public override Task<CompletePasskeyResponse> CompletePasskey(CompletePasskeyRequest request, ServerCallContext context)
    {
        CheckCeremony(Check.That(request).Text("name", request.Name, IdentityGrpcService.NameLengthMax), request.Ceremony, request.CredentialJson).ThrowIfAny();
        return passkeys.CompleteAsync(
            context.GetHttpContext(), context.ToCommand(request, request.RequestId), context.GetCall(), request.Ceremony, request.CredentialJson, request.Name.Trim(), context.CancellationToken);
    }

    public override Task<RemovePasskeyResponse> RemovePasskey(RemovePasskeyRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("passkey_id", request.PasskeyId, out var id).ThrowIfAny();
        return passkeys.RemoveAsync(context.ToCommand(request, request.RequestId), context.GetCall(), id, context.CancellationToken);
    }

    public override Task<ListSessionsResponse> ListSessions(ListSessionsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalUuid("person_id", request.PersonId, out var id);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        var call = context.GetCall();
        return list.SessionsAsync(call, page, id ?? call.Actor.Id, context.CancellationToken);
    }

    public override Task<RevokeSessionResponse> RevokeSession(RevokeSessionRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("session_id", request.SessionId, out var id).ThrowIfAny();
        return sessions.RevokeAsync(context.ToCommand(request, request.RequestId), id, context.CancellationToken);
    }

    public override Task<ListSignInsResponse> ListSignIns(ListSignInsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalUuid("person_id", request.PersonId, out var id)
            .Satisfies("everybody", !request.Everybody || request.PersonId.Length == 0, "cannot be one person too.");
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        var actor = context.GetActor();
        return list.SignInsAsync(actor, page, request.Everybody ? null : id ?? actor.Id, context.CancellationToken);
    }

    private static SecondFactorCode CodeOf(Check check, string code, string recovery)
    {
        check.MaxLength("code", code, CodeLengthMax).MaxLength("recovery_code", recovery, CodeLengthMax)
            .Satisfies("code", code.Trim().Length > 0 != recovery.Trim().Length > 0, "or recovery_code is needed, one of the two.");
        return new(code.Trim(), recovery.Trim());
    }

    private static Check CheckPassword(Check check, string password) => check.NotEmpty("current_password", password).MaxLength("current_password", password, PasswordSettings.LengthMax);

    private static Check CheckCeremony(Check check, string ceremony, string credential) => check
        .NotEmpty("ceremony", ceremony).MaxLength("ceremony", ceremony, ChallengeLengthMax).NotEmpty("credential_json", credential).MaxLength("credential_json", credential, CredentialLengthMax);
}
