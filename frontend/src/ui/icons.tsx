/** A dozen line icons, drawn for this portal. They are decoration: the word beside them carries the meaning. */
const PATHS = {
  check: 'M4.5 12.5 10 18 20 6.5',
  circle: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z',
  half: 'M12 4a8 8 0 1 0 0 16V4Z',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2',
  warning: 'M12 4 2.8 20h18.4L12 4Zm0 6v4.5m0 2.4v.1',
  cross: 'M6 6l12 12M18 6 6 18',
  pen: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19 4 20Z',
  sent: 'M4 11.5 20 4l-5 16-3.5-6.5L4 11.5Z',
  inbox: 'M4 13.5 6.5 5h11L20 13.5V19H4v-5.5Zm0 0h4.5c0 2 1.5 3 3.5 3s3.5-1 3.5-3H20',
  back: 'M14.5 5.5 8 12l6.5 6.5',
  forward: 'M9.5 5.5 16 12l-6.5 6.5',
  file: 'M6 3.5h8l4 4v13H6v-17Zm8 0v4h4',
  camera: 'M4 8h3.5L9 5.5h6L16.5 8H20v11H4V8Zm8 2.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z',
  turn: 'M18.5 8A7.5 7.5 0 1 0 19.5 12M19 4v4h-4',
  download: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14',
  scales: 'M12 4v16m-5 0h10M4.5 7h15M4.5 7 2.5 13h4L4.5 7Zm15 0-2 6h4l-2-6Z',
  info: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Zm0 7v6m0-9v.1',
  message: 'M4 5h16v11H10l-4.5 4V16H4V5Z',
  zoom: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 20.5 20.5M10.5 7.5v6M7.5 10.5h6',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20c.8-3.6 3.6-5.5 7.5-5.5s6.700 1.900 7.5 5.500',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  const filled = name === 'half';
  return (
    <svg className={`icon ${className}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill={filled ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
      {filled && <path d={PATHS.circle} fill="none" stroke="currentColor" strokeWidth="2" />}
    </svg>
  );
}
