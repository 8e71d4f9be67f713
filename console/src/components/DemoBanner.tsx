/** Says that this is the demo, and lets whoever started it leave it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { leaveDemo } from '../actions/leave-demo.ts';
import { api } from '../api.ts';

export function DemoBanner() {
  const status = useQuery({ queryKey: ['status'], queryFn: api.status });
  const leaving = useMutation({ mutationFn: leaveDemo.perform });
  return (
    <p className="flex items-center gap-2 text-sm text-soft">
      <strong className="rounded-sm bg-ink px-1.5 leading-6 font-semibold text-paper">Demo</strong>
      <span className="hidden lg:inline">Invented people on invented platforms, judged for real.</span>
      {status.data?.canLeaveDemo && (
        <button
          type="button"
          title={leaveDemo.meaning}
          disabled={leaving.isPending}
          onClick={() => leaving.mutate()}
          className="text-ink underline decoration-line underline-offset-4 enabled:hover:decoration-ink"
        >
          {leaving.isPending ? 'Leaving…' : leaveDemo.name}
        </button>
      )}
      {leaving.error && <span role="alert">{leaving.error.message}</span>}
    </p>
  );
}
