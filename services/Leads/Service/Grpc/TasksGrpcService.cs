using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Tasks;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class TasksGrpcService(TaskDesk desk) : TasksService.TasksServiceBase
{
    public override Task<ListTasksResponse> ListTasks(ListTasksRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalEnum("view", request.View).OptionalEnum("state", request.State).OptionalUuid("account_id", request.AccountId, out var account);
        var page = KeysetPage.Read(check, request.PageSize, request.PageToken, TaskDesk.IsKey);
        check.ThrowIfAny();
        return desk.ListAsync(
            page, request.View, request.Overdue, request.State == V1.TaskState.Unspecified ? Tasks.TaskState.Open : (Tasks.TaskState)request.State, account, context.GetActor(), context.CancellationToken);
    }

    public override async Task<CompleteTaskResponse> CompleteTask(CompleteTaskRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("task_id", request.TaskId, out var id).OptionalText("outcome", request.Outcome, TaskRules.TextLengthMax).ThrowIfAny();
        return (await desk.CompleteAsync(
            context.ToCommand(request, request.RequestId), id, request.Outcome.Trim(), request.OccurredAt?.ToDateTimeOffset(), request.Replied, context.CancellationToken)).OrThrow();
    }

    public override async Task<SnoozeTaskResponse> SnoozeTask(SnoozeTaskRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("task_id", request.TaskId, out var id).Present("until", request.Until).OptionalText("reason", request.Reason, TaskRules.TextLengthMax).ThrowIfAny();
        return (await desk.SnoozeAsync(context.ToCommand(request, request.RequestId), id, request.Until.ToDateTimeOffset(), request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<DropTaskResponse> DropTask(DropTaskRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("task_id", request.TaskId, out var id).OptionalText("reason", request.Reason, TaskRules.TextLengthMax).ThrowIfAny();
        return (await desk.DropAsync(context.ToCommand(request, request.RequestId), id, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }
}
