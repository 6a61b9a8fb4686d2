-- wrk -s requests.lua URL -- FILE : sends the lines `path<TAB>cookie` of FILE in turn; prints p95 in microseconds
local requests, i = {}, 0
function init(args)
  for line in io.lines(args[1]) do
    local path, cookie = line:match("^([^\t]*)\t(.*)$")
    requests[#requests + 1] = wrk.format("GET", path, cookie ~= "" and { Cookie = cookie } or nil)
  end
end
function request()
  i = i % #requests + 1
  return requests[i]
end
function done(summary, latency)
  io.write("p95 " .. latency:percentile(95) .. "\n")
end
