// The rehearsal as a process: what tests start, signal and kill.
using CoretimeDesk.Rehearsal;

var desk = Rehearsals.Builder(args);
if (desk.Configuration["Rehearsal:Issues"] == "true")
{
    desk.IssueTokens();
}

return await desk.Build().RunAsync();
