using CoretimeDesk.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Leads.Activities;

/// <summary>Gives the service streams of activities.</summary>
public static class ActivitiesHosting
{
    /// <summary>Call it after <c>AddOwnership</c>.</summary>
    public static DeskServiceBuilder AddActivities(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<ActivityBook>();
        return desk;
    }
}
