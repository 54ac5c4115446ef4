using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;

namespace CoretimeDesk.Leads.Activities;

/// <summary>A part of this service that changes because something happened at an account: a cadence stops, a task arises.</summary>
/// <remarks>Registered with <c>AddSingleton&lt;IReactsToActivity, …&gt;()</c>. It works in the transaction of the entry: both are saved, or neither is.</remarks>
public interface IReactsToActivity
{
    /// <summary>Something was entered in an account's stream, for the first time.</summary>
    Task ReactAsync(CommandScope<LeadsDb> scope, Activity activity);
}
