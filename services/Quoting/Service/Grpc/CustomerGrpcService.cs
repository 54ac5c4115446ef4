using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Acceptance;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Grpc;

/// <summary>Translates only. Nobody is signed in here: whoever calls, calls as the one who has the link.</summary>
internal sealed class CustomerGrpcService(CustomerDesk desk) : CustomerService.CustomerServiceBase
{
    private const int TokenMax = 200;
    private const int TextMax = 500;
    private const int AddressMax = 64;

    // A malformed token is answered as an unknown one: it is not checked, only cut.
    public override Task<GetProgressResponse> GetProgress(GetProgressRequest request, ServerCallContext context) => desk.ProgressAsync(Cut(request.Token), context.CancellationToken);

    public override Task<SignQuoteResponse> SignQuote(SignQuoteRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Satisfies("quote_sha256", Digests.IsSha256(request.QuoteSha256), Digests.Advice);
        var signer = SignedInput.Signer(check, request.Signer.Trim());
        var signature = SignedInput.Signature(check, request.Signature.Trim());
        check.ThrowIfAny();
        return desk.SignAsync(Command.Of(request, request.RequestId, Actor.Desk, context.Method), Cut(request.Token), request.QuoteSha256, signer, signature, context.CancellationToken);
    }

    public override Task<TypeNameResponse> TypeName(TypeNameRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Satisfies("quote_sha256", Digests.IsSha256(request.QuoteSha256), Digests.Advice)
            .MaxLength("name", request.Name, TextMax)
            .MaxLength("title", request.Title, TextMax)
            .OptionalText("client_address", request.ClientAddress, AddressMax)
            .ThrowIfAny();
        var typed = new AcceptanceEvidence.WithName(request.Name.Trim(), request.Title.Trim(), request.ClientAddress, "", "");
        return desk.TypeAsync(Command.Of(request, request.RequestId, Actor.Desk, context.Method), Cut(request.Token), request.QuoteSha256, typed, context.CancellationToken);
    }

    private static string Cut(string token) => token.Length <= TokenMax ? token : token[..TokenMax];
}
