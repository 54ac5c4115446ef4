using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using Grpc.Core;

namespace CoretimeDesk.CreditGrants.Grpc;

/// <content>Entries, the check of them, and alarms.</content>
internal sealed partial class LedgerGrpcService
{
    private const int NoteMax = 500;

    public override async Task<ListEntriesResponse> ListEntries(ListEntriesRequest request, ServerCallContext context)
    {
        var asked = Check.That(request).Uuid("programme_id", request.ProgrammeId, out var programme).OptionalUuid("grant_id", request.GrantId, out var grant);
        var page = EntryPage.Read(asked, request.PageSize, request.PageToken);
        asked.ThrowIfAny();
        return (await books.ListAsync(programme, grant, page, context.CancellationToken)).OrThrow();
    }

    public override async Task<CheckLedgerResponse> CheckLedger(CheckLedgerRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("programme_id", request.ProgrammeId, out var programme).ThrowIfAny();
        return (await check.RunAsync(programme, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListAlarmsResponse> ListAlarms(ListAlarmsRequest request, ServerCallContext context)
    {
        var asked = Check.That(request).Uuid("programme_id", request.ProgrammeId, out var programme);
        var page = Page.Read(asked, request.PageSize, request.PageToken);
        asked.ThrowIfAny();
        return (await books.AlarmsAsync(programme, request.IncludeClosed, page, context.CancellationToken)).OrThrow();
    }

    public override async Task<CloseAlarmResponse> CloseAlarm(CloseAlarmRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("alarm_id", request.AlarmId, out var alarm).Text("note", request.Note, NoteMax).ThrowIfAny();
        return (await books.CloseAsync(context.ToCommand(request, request.RequestId), alarm, request.Note.Trim(), context.CancellationToken)).OrThrow();
    }
}
