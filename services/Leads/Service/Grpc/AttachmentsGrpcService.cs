using System.Runtime.CompilerServices;
using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Attachments;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class AttachmentsGrpcService(AttachmentDesk files, DocumentDesk documents) : AttachmentsService.AttachmentsServiceBase
{
    private const int GivenNameMax = 1000;
    private const int ChunkMax = 1024 * 1024;
    private const int OwnerNameMax = 200;

    public override async Task<UploadAttachmentResponse> UploadAttachment(IAsyncStreamReader<UploadAttachmentRequest> requestStream, ServerCallContext context)
    {
        var begun = await requestStream.MoveNext(context.CancellationToken);
        var header = begun && requestStream.Current.PartCase == UploadAttachmentRequest.PartOneofCase.Header ? requestStream.Current.Header
            : throw new RefusedException(Refusal.InvalidField("header", "is missing: it comes first, before any chunk."));
        Check.That(header)
            .Uuid("request_id", header.RequestId)
            .Uuid("account_id", header.AccountId, out var account)
            .NotEmpty("file_name", header.FileName)
            .MaxLength("file_name", header.FileName, GivenNameMax)
            .Satisfies("size_bytes", header.SizeBytes > 0, "must be 1 or more: an empty file says nothing.")
            .Satisfies("sha256", ProgressEvidence.IsHex(header.Sha256), "must be the SHA-256 of the file: 64 hexadecimal digits in lower case.")
            .ThrowIfAny();
        return (await files.UploadAsync(
            context.ToCommand(header, header.RequestId), account, header.FileName, header.SizeBytes, header.Sha256, ChunksAsync(requestStream, context.CancellationToken), context.CancellationToken)).OrThrow();
    }

    public override Task DownloadAttachment(DownloadAttachmentRequest request, IServerStreamWriter<DownloadAttachmentResponse> responseStream, ServerCallContext context)
    {
        Check.That(request).Uuid("attachment_id", request.AttachmentId, out var id).ThrowIfAny();
        return files.DownloadAsync(id, part => responseStream.WriteAsync(part, context.CancellationToken), context.CancellationToken);
    }

    public override async Task<ListAttachmentsResponse> ListAttachments(ListAttachmentsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("account_id", request.AccountId, out var account);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return (await files.ListAsync(page, account, context.CancellationToken)).OrThrow();
    }

    public override async Task<PublishDocumentResponse> PublishDocument(PublishDocumentRequest request, ServerCallContext context)
    {
        var review = RegistrationMessages.DateOrNull(request.ReviewOn);
        Check.That(request)
            .Uuid("attachment_id", request.AttachmentId, out var file)
            .KnownEnum("kind", request.Kind)
            .Text("title", request.Title, DocumentRules.TitleLengthMax)
            .OptionalUuid("owner_id", request.OwnerId, out var owner)
            .OptionalText("owner_name", request.OwnerName, OwnerNameMax)
            .Satisfies("owner_name", (owner is null) == (request.OwnerName.Trim().Length == 0), "goes with owner_id; give both or none.")
            .Satisfies("review_on", review is not null, "is missing or no date such as 2027-03-01.")
            .OptionalUuid("revises", request.Revises, out var revises)
            .ThrowIfAny();
        return (await documents.PublishAsync(
            context.ToCommand(request, request.RequestId), file, (Attachments.DocumentKind)request.Kind, request.Title.Trim(), owner is { } id ? new(id, request.OwnerName.Trim()) : null, review!.Value, revises, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListDocumentsResponse> ListDocuments(ListDocumentsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("account_id", request.AccountId, out var account).OptionalEnum("kind", request.Kind);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return (await documents.ListAsync(page, account, request.Kind == V1.DocumentKind.Unspecified ? null : (Attachments.DocumentKind)request.Kind, request.CurrentOnly, context.CancellationToken)).OrThrow();
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(IAsyncStreamReader<UploadAttachmentRequest> parts, [EnumeratorCancellation] CancellationToken stop)
    {
        while (await parts.MoveNext(stop))
        {
            if (parts.Current.PartCase != UploadAttachmentRequest.PartOneofCase.Chunk || parts.Current.Chunk.Length > ChunkMax)
            {
                throw new RefusedException(Refusal.InvalidField("chunk", $"is missing or larger than {ChunkMax} bytes: after the header come chunks alone."));
            }

            yield return parts.Current.Chunk.Memory;
        }
    }
}
