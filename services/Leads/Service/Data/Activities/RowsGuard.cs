namespace CoretimeDesk.Leads.Data;

/// <summary>The guards of all tables whose rows follow accounts and that came with activities. Called by a migration.</summary>
public static class RowsGuard
{
    /// <summary>Makes them.</summary>
    public static string Create => string.Join('\n', ActivitiesModel.Guarded.Select(MergedAccountGuard.On));

    /// <summary>Removes them.</summary>
    public static string Drop => string.Join('\n', ActivitiesModel.Guarded.Reverse().Select(MergedAccountGuard.Off));
}
