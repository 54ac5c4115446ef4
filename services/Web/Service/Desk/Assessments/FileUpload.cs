using System.Security.Cryptography;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Frame;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Components.Forms;

namespace CoretimeDesk.Web.Desk.Assessments;

/// <summary>Brings files from the browser to the customer service and back. Both are at most as large as one person's patience: they are held in memory once.</summary>
internal static class FileUpload
{
    /// <summary>As the customer service allows unless set otherwise.</summary>
    public const long BytesMax = 10 * 1024 * 1024;

    /// <summary>What the browser offers to choose; the service looks at the bytes.</summary>
    public const string Accept = ".pdf,.png,.jpg,.jpeg,.txt,.md,.csv,.json";

    private const int ChunkBytes = 512 * 1024;

    /// <summary>Why a file is not even read; null when it is.</summary>
    public static string? WhyNot(IBrowserFile file) => file.Size == 0 ? $"{file.Name} is empty."
        : file.Size > BytesMax ? $"{file.Name} has {AssessmentWords.Size(file.Size)}; at most {AssessmentWords.Size(BytesMax)} are allowed."
        : null;

    /// <summary>Uploads a file to an account.</summary>
    /// <exception cref="CallException">It was refused: too large, damaged on its way, or of a kind that is not kept.</exception>
    /// <exception cref="IOException">The browser did not deliver it.</exception>
    public static async Task<Attachment> SendAsync(IDeskCalls calls, Peers peers, string accountId, IBrowserFile file, CancellationToken stop)
    {
        using var memory = new MemoryStream();
        await using (var stream = file.OpenReadStream(BytesMax, stop))
        {
            await stream.CopyToAsync(memory, stop);
        }

        var bytes = memory.ToArray();
        var header = new AttachmentHeader { RequestId = calls.NewRequestId(), AccountId = accountId, FileName = file.Name, SizeBytes = bytes.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
        return await calls.TalkAsync("coretimedesk.leads.v1", async options =>
        {
            using var call = peers.Attachments.UploadAttachment(options);
            try
            {
                await call.RequestStream.WriteAsync(new() { Header = header }, stop);
                for (var at = 0; at < bytes.Length; at += ChunkBytes)
                {
                    await call.RequestStream.WriteAsync(new() { Chunk = ByteString.CopyFrom(bytes, at, Math.Min(ChunkBytes, bytes.Length - at)) }, stop);
                }

                await call.RequestStream.CompleteAsync();
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException)
            {
                // The service has answered before the end; its answer says why.
            }

            return (await call.ResponseAsync).Attachment;
        }, stop);
    }

    /// <summary>A file with its bytes, which the service has compared with their digest.</summary>
    /// <exception cref="CallException">There is none, or it is damaged.</exception>
    public static Task<(Attachment File, ByteString Content)> FetchAsync(IDeskCalls calls, Peers peers, string attachmentId, CancellationToken stop) =>
        calls.TalkAsync("coretimedesk.leads.v1", async options =>
        {
            using var call = peers.Attachments.DownloadAttachment(new() { AttachmentId = attachmentId }, options);
            Attachment? file = null;
            using var memory = new MemoryStream();
            await foreach (var part in call.ResponseStream.ReadAllAsync(stop))
            {
                file = part.Attachment ?? file;
                part.Chunk.WriteTo(memory);
            }

            return (file ?? new(), UnsafeByteOperations.UnsafeWrap(memory.ToArray()));
        }, stop);
}
