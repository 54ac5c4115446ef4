using CoretimeDesk.Web;

return await WebHost.RunAsync(args);
