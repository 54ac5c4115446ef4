using System.Globalization;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.Attachments;

internal static class AttachmentMessages
{
    public static Attachment ToMessage(this AttachmentRow row) => new()
    {
        AttachmentId = row.Id.ToString(),
        AccountId = row.AccountId.ToString(),
        FileName = row.FileName,
        MediaType = row.MediaType,
        SizeBytes = row.SizeBytes,
        Sha256 = row.Sha256,
        UploadedAt = row.UploadedAt.ToTimestamp(),
        UploadedBy = row.UploadedBy,
    };

    /// <summary>The row's file must be loaded.</summary>
    public static Document ToMessage(this DocumentRow row, bool current, DateOnly today) => new()
    {
        DocumentId = row.Id.ToString(),
        Kind = (V1.DocumentKind)row.Kind,
        Title = row.Title,
        Revision = row.Revision,
        Current = current,
        Attachment = row.Attachment!.ToMessage(),
        OwnerId = row.OwnerId.ToString(),
        OwnerName = row.OwnerName,
        ReviewOn = row.ReviewOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ReviewDue = current && today >= row.ReviewOn,
        PublishedAt = row.PublishedAt.ToTimestamp(),
        PublishedBy = row.PublishedBy,
    };
}
