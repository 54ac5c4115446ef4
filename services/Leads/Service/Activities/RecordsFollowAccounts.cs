using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Merging;

namespace CoretimeDesk.Leads.Activities;

/// <summary>Files go with their account.</summary>
internal sealed class AttachmentsFollowAccounts : RowsFollowAccounts<AttachmentRow>
{
    public override string What => "attachments";

    protected override string LabelOf(AttachmentRow row) => $"a file of {row.UploadedAt:d MMMM yyyy}";
}

/// <summary>Documents go with their account.</summary>
internal sealed class DocumentsFollowAccounts : RowsFollowAccounts<DocumentRow>
{
    public override string What => "documents";

    protected override string LabelOf(DocumentRow row) => $"{row.Title}, revision {row.Revision}";
}

/// <summary>Assessments go with their account; number and digest stay.</summary>
internal sealed class AssessmentsFollowAccounts : RowsFollowAccounts<AssessmentRow>
{
    public override string What => "assessments";

    protected override string LabelOf(AssessmentRow row) => $"{row.Number} version {row.Revision}";
}

/// <summary>Decision maps go with their account.</summary>
internal sealed class DecisionMapsFollowAccounts : RowsFollowAccounts<DecisionMapRow>
{
    public override string What => "decision maps";

    protected override string LabelOf(DecisionMapRow row) => row.Title;
}
